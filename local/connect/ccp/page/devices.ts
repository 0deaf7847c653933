/**
 * The devices that the agent has chosen. Streams broadcasts `configuration::set_<kind>_device`; the page that owns the
 * audio applies it and tells `configuration::<kind>_device_changed` to all pages.
 */
export const DEVICE_KINDS = { speaker: 'audiooutput', ringer: 'audiooutput', microphone: 'audioinput' } as const;
export type DeviceKind = keyof typeof DEVICE_KINDS;
export type Devices = Readonly<Partial<Record<DeviceKind, string>>>;

const EVENT = /^configuration::(set_)?(speaker|ringer|microphone)_device(_changed)?$/;

const kindOf = (name: string | undefined): DeviceKind | undefined =>
  name === 'speaker' || name === 'ringer' || name === 'microphone' ? name : undefined;

export interface DeviceEvent {
  readonly kind: DeviceKind;
  readonly deviceId: string;
  /** `ask` to set it, or `changed` when it is set. */
  readonly what: 'ask' | 'changed';
}

export const deviceEvent = (event: string, data: unknown): DeviceEvent | undefined => {
  const [, set, name, changed] = EVENT.exec(event) ?? [];
  const kind = kindOf(name);
  const { deviceId } = Object(data) as { deviceId?: unknown };
  if (kind === undefined || typeof deviceId !== 'string' || (set === undefined) === (changed === undefined)) return;
  return { kind, deviceId, what: set === undefined ? 'changed' : 'ask' };
};

export const askEvent = (kind: DeviceKind): string => `configuration::set_${kind}_device`;
export const changedEvent = (kind: DeviceKind): string => `configuration::${kind}_device_changed`;

const KEPT = 'ccp-devices';

/** Storage is closed to a frame where the browser blocks third-party storage; then the choice lasts as long as the page. */
export const keptDevices = (): Devices => {
  try {
    return Object(JSON.parse(localStorage.getItem(KEPT) ?? '{}'));
  } catch {
    return {};
  }
};

export const keepDevices = (devices: Devices): void => {
  try {
    localStorage.setItem(KEPT, JSON.stringify(devices));
  } catch {
    // As above.
  }
};
