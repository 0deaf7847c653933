/** Texts of the diagnostics, in English: each says what was found and, if it is wrong, the exact fix. */
import type { Addresses } from './diagnostics/finding.ts';

export const diagnostics = {
  open: 'Something wrong?',
  title: 'What may be wrong',
  looking: 'looking…',
  found: (count: number) => (count === 1 ? 'Found one thing to fix' : `Found ${count} things to fix`),
  nothingFound: 'Nothing found that does not work',
  again: 'Look again',
  copy: 'Copy for support',
  copied: 'Copied. It names no customer and no secret.',
  askMicrophone: 'Let the browser ask now',
  tryPopup: 'Try a pop-up window',
  verdicts: { good: 'works', unsure: 'not sure', bad: 'does not work' },
  checks: {
    api: 'Server of the desktop',
    token: 'Your sign-in',
    softphone: 'Softphone',
    cookies: 'Cookies of the softphone',
    microphone: 'Microphone',
    sound: 'Sound of calls',
    popup: 'Pop-up windows',
    clock: 'Clock of this computer',
    browser: 'Browser',
    version: 'Version of the desktop',
  },
  findings: {
    apiGood: () => 'It answers.',
    apiNotAsked: () => 'It was not asked, because you are not signed in.',
    apiUnreachable: ({ api }: Addresses) =>
      `${api} does not answer. Check whether a VPN, a proxy or an ad blocker stops this address, then look again.`,
    offline: () => 'This computer is offline. Connect it to the network. What you typed is kept here.',
    apiFailing: () =>
      'It answers with a fault of its own. Try again in a moment; if it stays so, tell your administrator.',
    tokenGood: () => 'It is valid.',
    tokenNotAsked: () => 'Nobody could be asked. See the server above.',
    tokenMissing: () => 'It has run out and could not be renewed. Reload the page to sign in; nothing typed is lost.',
    tokenRefused: ({ api }: Addresses) =>
      `${api} does not accept it. Reload the page to sign in again. If it happens again, issuer and audience of the API do not fit this desktop: tell your administrator.`,
    tokenWithoutRight: () => 'Your account may not use this desktop. Ask your administrator for the agent permission.',
    softphoneGood: () => 'It answers.',
    softphoneLoading: () => 'It is being loaded. Wait ten seconds.',
    softphoneElsewhere: () =>
      'Another tab of this browser has it. Look there, or use it here with the button at its place.',
    softphoneSilent: ({ desktop, softphone }: Addresses) =>
      `${softphone} does not answer. Sign in to it if it shows a form. If it stays empty, an administrator adds ${desktop} in the Amazon Connect console: your instance, Approved origins, Add origin.`,
    softphoneLost: () => 'It answered before and stopped. Check the network; reload the softphone when no call is on.',
    softphoneSignedOut: () => 'You are signed out of it. Sign in with the button below the softphone.',
    softphoneRefused: () =>
      'Amazon Connect knows no agent with your user name. Ask your administrator to add you to the instance.',
    softphoneNotLoaded: ({ desktop }: Addresses) =>
      `Its program connect-streams-min.js did not load from ${desktop}. Reload the page; if it stays so, tell your administrator.`,
    workspaceSilent: () =>
      'The agent workspace has not answered this app. Load the app again; if it stays so, its access URL in the Amazon Connect console is not the address of this page.',
    workspaceLost: () => 'The agent workspace has lost its connection to Amazon Connect. Check the network.',
    workspaceNotPermitted: () =>
      'The agent workspace does not let this app see agent and calls. An administrator opens the app in the Amazon Connect console, Third-party applications, and gives it all permissions (*).',
    cookiesGood: () => 'The softphone keeps its session.',
    cookiesOff: () => 'The browser keeps no cookies at all. Allow them in its settings under privacy.',
    storageRefused: ({ softphone }: Addresses) =>
      `The page around this one keeps cookies from it. Allow third-party cookies for ${softphone} in the browser’s settings.`,
    cookiesUnknown: ({ softphone }: Addresses) =>
      `The browser does not tell. If the softphone asks for a sign-in again and again, allow third-party cookies for ${softphone}: in Chrome and Edge under Settings, Privacy, Third-party cookies, Sites allowed.`,
    microphoneGood: () => 'It is there, and this page may use it.',
    microphoneInsecure: ({ desktop }: Addresses) =>
      `Browsers give a microphone to https pages only, and ${desktop} is none. Open the desktop by its https address.`,
    microphoneDenied: ({ desktop }: Addresses) =>
      `It is blocked for ${desktop}. Click the sign left of the address, set Microphone to Allow, and reload the page.`,
    microphoneMissing: () => 'No microphone is connected. Plug in the headset, then look again.',
    microphoneUnasked: () => 'The browser will ask in the first call, which costs seconds then.',
    microphoneUnknown: () => 'The browser does not tell. If nobody hears you, look at its settings for this page.',
    microphoneBusy: () => 'Another program keeps it. Close what else makes calls or records, then look again.',
    microphoneFailed: () =>
      'It could not be opened. Unplug the headset and plug it in again; choose it as the input in the computer’s sound settings.',
    soundGood: () => 'No call has had a problem.',
    soundElsewhere: () =>
      'You are signed in to Amazon Connect in another browser or on another computer, and the sound went there. Close it or sign out there, then reload this page.',
    soundNoMicrophone: () => 'The last call had no microphone. See the microphone above.',
    soundBlocked: ({ softphone }: Addresses) =>
      `The last call found no way to the media servers. Leave the VPN or the guest network; if it stays so, an administrator opens UDP port 3478 and TCP port 443 for Amazon Connect and ${softphone}.`,
    popupGood: () => 'They open.',
    popupUntried: () => 'Signing in to the softphone may need one. Only trying tells.',
    popupBlocked: ({ desktop }: Addresses) =>
      `They are blocked for ${desktop}. Click the sign at the right end of the address and choose Always allow, then try again.`,
    clockGood: () => 'It is right.',
    clockAhead: (_: Addresses, minutes: number) =>
      `It is ${minutes} min fast, so that sign-ins look expired. Turn on “Set time automatically” in the computer’s settings.`,
    clockBehind: (_: Addresses, minutes: number) =>
      `It is ${minutes} min slow, so that sign-ins look not yet valid. Turn on “Set time automatically” in the computer’s settings.`,
    browserGood: () => 'It is one that Amazon Connect supports.',
    browserOld: () => 'It is too old. Update it: the three latest versions of Chrome, Edge and Firefox are supported.',
    browserUnknown: () =>
      'Amazon Connect does not say that it supports this one. If something does not work, use Chrome, Edge or Firefox.',
    browserWithoutCalls: () => 'It cannot make calls (WebRTC is missing or switched off). Use Chrome, Edge or Firefox.',
    versionGood: () => 'It is the latest.',
    versionOld: () => 'There is a newer one. Reload the page when no call is on; nothing typed is lost.',
    versionUnknown: () => 'Nobody could be asked. See the server above.',
    clockUnknown: () => 'No time to compare with could be had.',
  },
};
