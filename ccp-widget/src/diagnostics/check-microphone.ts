import type { Finding, FindingCode } from './finding.ts';

export interface MicrophoneFacts {
  /** Absent when the page is not secure: then there is no microphone at all. */
  readonly devices: Pick<MediaDevices, 'enumerateDevices'> | undefined;
  readonly permission: () => Promise<PermissionState>;
}

export async function checkMicrophone({ devices, permission }: MicrophoneFacts): Promise<Finding> {
  const found = (verdict: Finding['verdict'], code: FindingCode): Finding => ({ check: 'microphone', verdict, code });
  if (!devices) return found('bad', 'microphoneInsecure');
  const state = await permission().catch(() => undefined);
  if (state === 'denied') return found('bad', 'microphoneDenied');
  const all = await devices.enumerateDevices().catch(() => undefined);
  if (all && !all.some(({ kind }) => kind === 'audioinput')) return found('bad', 'microphoneMissing');
  if (state === 'granted') return found('good', 'microphoneGood');
  return found('unsure', state === 'prompt' ? 'microphoneUnasked' : 'microphoneUnknown');
}

/** Makes the browser ask, with a click; the sound itself is not wanted. */
export async function askForMicrophone(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of stream.getTracks()) track.stop();
}
