/** Texts of the diagnostics: each says what was found and, if it is wrong, the exact fix, in English. */
import type { Addresses } from '../../diagnostics/finding.ts';

export const open = 'Something wrong?';
export const title = 'What may be wrong';
export const looking = 'looking…';
export const found = (count: number) => (count === 1 ? 'Found one thing to fix' : `Found ${count} things to fix`);
export const nothingFound = 'Nothing found that does not work';
export const again = 'Look again';
export const copy = 'Copy for support';
export const copied = 'Copied. It names no customer.';
export const askMicrophone = 'Let the browser ask now';
export const tryPopup = 'Try a pop-up window';
export const verdicts = { good: 'works', unsure: 'not sure', bad: 'does not work' };
export const checks = {
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
};
export const findings = {
  apiGood: 'It answers.',
  apiNotAsked: 'Not asked: you are not signed in.',
  apiUnreachable: ({ api }: Addresses) => `${api} does not answer. Check whether a VPN, proxy or ad blocker stops it.`,
  offline: 'This computer is offline. What you typed is kept here.',
  apiFailing: 'It has a fault. Try again; if it stays so, tell your administrator.',
  tokenGood: 'It is valid.',
  tokenNotAsked: 'Unknown: see the server above.',
  tokenMissing: 'It has run out. Reload the page to sign in; nothing typed is lost.',
  tokenRefused: ({ api }: Addresses) =>
    `${api} does not accept it. Reload the page to sign in; if it stays so, tell your administrator: issuer or audience of the API do not fit this desktop.`,
  tokenWithoutRight: 'Your account lacks the permission of an agent. Ask your administrator for it.',
  softphoneGood: 'It answers.',
  softphoneLoading: 'It is loading.',
  softphoneElsewhere: 'Another tab of this browser has it. Look there, or press “Use it here”.',
  softphoneSilent: ({ desktop, softphone }: Addresses) =>
    `${softphone} does not answer. Sign in to it if it shows a form. If it stays empty, an administrator adds ${desktop} in the Amazon Connect console: your instance, Approved origins, Add origin.`,
  softphoneLost: 'The softphone stopped answering. A call may go on; check the network. Reload it when no call is on.',
  softphoneSignedOut: 'You are signed out of the softphone. Sign in with the button below it.',
  softphoneRefused:
    'Amazon Connect knows no agent with your user name. Ask your administrator to add you to the instance.',
  softphoneNotLoaded:
    'connect-streams-min.js did not load. Check the network and reload the page; if it stays so, tell your administrator.',
  workspaceSilent:
    'The agent workspace does not answer. Load the app again; if it stays so, its access URL in the Amazon Connect console is not the address of this page.',
  workspaceLost: 'The agent workspace has lost its connection. A call may go on; check the network.',
  workspaceNotPermitted:
    'The agent workspace does not let this app see your calls. An administrator gives it all permissions (*) in the Amazon Connect console, Third-party applications.',
  cookiesGood: 'The softphone keeps its session.',
  cookiesOff: 'The browser keeps no cookies. Allow them in its settings.',
  storageRefused: ({ softphone }: Addresses) =>
    `The page around this one keeps cookies from it. Allow third-party cookies for ${softphone} in the browser’s settings.`,
  cookiesUnknown: ({ softphone }: Addresses) =>
    `The browser does not tell. If the softphone keeps asking for a sign-in, allow third-party cookies for ${softphone}: in Chrome and Edge under Settings, Privacy; in Firefox at the shield left of the address.`,
  microphoneGood: 'It is there, and this page may use it.',
  microphoneInsecure: ({ desktop }: Addresses) =>
    `${desktop} is no https page: browsers give it no microphone. Open its https address.`,
  microphoneDenied: ({ desktop }: Addresses) =>
    `It is blocked for ${desktop}. Click the sign left of the address, set Microphone to Allow, and reload the page.`,
  microphoneMissing: 'None is connected. Plug in the headset, then look again.',
  microphoneUnasked: 'The browser will ask in the first call.',
  microphoneUnknown: 'The browser does not tell. If nobody hears you, look at its settings.',
  microphoneBusy: 'Another program keeps it. Close what else makes calls or records, then look again.',
  microphoneFailed: 'It does not open. Plug the headset in again; choose it in the computer’s sound settings.',
  soundGood: 'No call has had a problem.',
  soundElsewhere:
    'You are signed in to Amazon Connect in another browser or on another computer. Sign out there, then reload the page.',
  soundNoMicrophone: 'The last call had no microphone.',
  soundBlocked: ({ softphone }: Addresses) =>
    `The last call found no way to the media servers. Leave the VPN or guest network; if it stays so, an administrator opens UDP port 3478 and TCP port 443 for Amazon Connect and ${softphone}.`,
  popupGood: 'They open.',
  popupUntried: 'The softphone may need one to sign in.',
  popupBlocked: ({ desktop }: Addresses) =>
    `They are blocked for ${desktop}. Click the sign at the right end of the address and choose Always allow, then try again.`,
  clockGood: 'It is right.',
  clockAhead: (_: Addresses, minutes: number) =>
    `It is ${minutes} min fast: sign-ins look expired. Turn on “Set time automatically” in the computer’s settings.`,
  clockBehind: (_: Addresses, minutes: number) =>
    `It is ${minutes} min slow: sign-ins look not yet valid. Turn on “Set time automatically” in the computer’s settings.`,
  browserGood: 'Amazon Connect supports it.',
  browserOld: 'It is too old. Update it.',
  browserUnknown: 'Amazon Connect may not support it. Use Chrome, Edge or Firefox.',
  browserWithoutCalls: 'It has no WebRTC. Use Chrome, Edge or Firefox.',
  versionGood: 'It is the latest.',
  versionOld: 'There is a newer one. Reload the page when no call is on.',
  versionUnknown: 'Unknown: see the server above.',
  clockUnknown: 'Unknown: see the server above.',
};
