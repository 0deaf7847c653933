import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DEVICE_KINDS, type DeviceKind } from '../devices.ts';
import type { SoftphoneModel, SoftphoneState } from '../model.ts';
import { Sheet } from './sheet.ts';

const KINDS: readonly (readonly [DeviceKind, string])[] = [
  ['speaker', 'Speaker'],
  ['microphone', 'Microphone'],
  ['ringer', 'Ringer'],
];

interface SettingsSheetProps {
  readonly state: SoftphoneState;
  readonly model: SoftphoneModel;
  readonly close: () => void;
}

/** Which devices the softphone uses. Their names are told once the microphone is allowed. */
export const SettingsSheet = ({ state, model, close }: SettingsSheetProps): ComponentChild => {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const read = () =>
      navigator.mediaDevices.enumerateDevices().then(setDevices, () => model.set({ problem: 'No devices are told.' }));
    read();
    navigator.mediaDevices.addEventListener('devicechange', read);
    return () => navigator.mediaDevices.removeEventListener('devicechange', read);
  }, []);
  return h(
    Sheet,
    { title: 'Settings', close },
    KINDS.map(([kind, name]) => {
      const choices = devices.filter(({ kind: is, deviceId }) => is === DEVICE_KINDS[kind] && deviceId !== '');
      return h(
        'div',
        { key: kind, class: 'field' },
        h('label', { for: `device-${kind}` }, name),
        h(
          'select',
          {
            id: `device-${kind}`,
            value: state.devices[kind] ?? '',
            onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) =>
              model.chooseDevice(kind, currentTarget.value),
          },
          h('option', { value: '' }, 'Chosen by the browser'),
          choices.map(({ deviceId, label }, index) =>
            h(
              'option',
              // The devices come after the choice that was kept.
              { key: deviceId, value: deviceId, selected: deviceId === state.devices[kind] },
              label || `${name} ${index + 1}`,
            ),
          ),
        ),
      );
    }),
    h('p', { class: 'muted' }, 'Calls of the local Connect have no audio; of these devices the ringer is heard.'),
  );
};
