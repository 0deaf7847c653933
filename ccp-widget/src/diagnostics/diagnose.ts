import type { DesktopApi } from '../api/desktop-api.ts';
import { cookieAccess } from '../softphone/silent-patience.ts';
import type { SoftphoneHealth } from '../softphone/softphone.ts';
import { checkApi } from './check-api.ts';
import { checkBrowser } from './check-browser.ts';
import { checkClock } from './check-clock.ts';
import { checkMicrophone, tryMicrophone } from './check-microphone.ts';
import { POPUP_UNTRIED } from './check-popup.ts';
import { checkCookies, checkSoftphone } from './check-softphone.ts';
import { checkSound } from './check-sound.ts';
import { checkVersion, programOf } from './check-version.ts';
import type { Finding } from './finding.ts';

export interface SoftphoneFacts {
  readonly health: SoftphoneHealth;
  /** Whether it is a frame of ours, and its cookies and its microphone are our business. */
  readonly hasFrame: boolean;
  /** What it has told last of a call without sound. */
  readonly soundFault: string | undefined;
}

/** All checks at once; each finding is told as soon as it is there. Never rejects. */
export async function diagnose(
  api: Pick<DesktopApi, 'myCalls'>,
  { health, hasFrame, soundFault }: SoftphoneFacts,
  tell: (finding: Finding) => void,
): Promise<void> {
  tell(checkSoftphone(health, hasFrame));
  tell(checkSound(soundFault));
  tell(checkBrowser(navigator.userAgent, 'RTCPeerConnection' in window));
  tell(POPUP_UNTRIED);
  await Promise.all([
    checkApi(() => api.myCalls(), navigator.onLine).then((findings) => {
      for (const finding of findings) tell(finding);
    }),
    checkClock(() => fetch('config.json', { method: 'HEAD', cache: 'no-store' }), Date.now).then(tell),
    checkVersion(programOf(document.head.innerHTML), () => fetch(location.pathname, { cache: 'no-store' })).then(tell),
    ...(hasFrame ? checkFrame(health) : []).map((finding) => finding.then(tell)),
  ]);
}

const checkFrame = (health: SoftphoneHealth): readonly Promise<Finding>[] => [
  checkCookies({
    ...cookieAccess(),
    cookiesEnabled: navigator.cookieEnabled,
    health,
  }),
  checkMicrophone({
    devices: navigator.mediaDevices as MediaDevices | undefined,
    permission: async () => (await navigator.permissions.query({ name: 'microphone' })).state,
    open: tryMicrophone,
  }),
];
