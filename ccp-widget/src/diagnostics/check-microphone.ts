import { type Finding, findingOf } from './finding.ts';

export interface MicrophoneFacts {
  /** Absent when the page is not secure: then there is no microphone at all. */
  readonly devices: Pick<MediaDevices, 'enumerateDevices'> | undefined;
  readonly permission: () => Promise<PermissionState>;
  /** Takes it for a moment: only so a microphone that another program holds shows itself. */
  readonly open: () => Promise<void>;
}

export async function checkMicrophone({ devices, permission, open }: MicrophoneFacts): Promise<Finding> {
  const found = findingOf('microphone');
  if (!devices) return found('bad', 'microphoneInsecure');
  const state = await permission().catch(() => undefined);
  if (state === 'denied') return found('bad', 'microphoneDenied');
  const all = await devices.enumerateDevices().catch(() => undefined);
  if (all && !all.some(({ kind }) => kind === 'audioinput')) return found('bad', 'microphoneMissing');
  // Without the permission the browser would ask now.
  if (state === 'granted')
    return open().then(
      () => found('good', 'microphoneGood'),
      (error: unknown) => found('bad', BUSY.includes(nameOf(error)) ? 'microphoneBusy' : 'microphoneFailed'),
    );
  return found('unsure', state === 'prompt' ? 'microphoneUnasked' : 'microphoneUnknown');
}

/** `getUserMedia` (W3C Media Capture): the system or another program keeps the device. */
const BUSY: readonly string[] = ['NotReadableError', 'AbortError'];
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Opens it and lets go of it: the sound itself is not wanted. With a click the browser may ask. */
export async function tryMicrophone(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of stream.getTracks()) track.stop();
}
