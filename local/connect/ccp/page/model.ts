import { askEvent, type DeviceKind, type Devices, keptDevices } from './devices.ts';
import type { HostConfiguration } from './host-requests.ts';
import { broadcast, callCti, type Link } from './server.ts';
import type { Update } from './wire.ts';

/** `connect.ContactEvents.VIEW` of amazon-connect-streams, with `{contactId}`. */
export const VIEW_EVENT = 'contact::view';

export interface SoftphoneState {
  readonly update: Update | undefined;
  readonly link: Link;
  readonly linkSince: number;
  readonly region: string;
  readonly muted: boolean;
  /** Id of the contact that was selected last, here or by another page. */
  readonly selected: string | undefined;
  readonly host: HostConfiguration;
  readonly devices: Devices;
  /** The last thing that did not work, in words. */
  readonly problem: string | undefined;
}

/** State of this page, and what the agent can do with it. */
export class SoftphoneModel {
  #state: SoftphoneState = {
    update: undefined,
    link: 'connecting',
    linkSince: Date.now(),
    region: '',
    muted: false,
    selected: undefined,
    host: {},
    devices: keptDevices(),
    problem: undefined,
  };
  #listener: (state: SoftphoneState) => void = () => {};

  get state(): SoftphoneState {
    return this.#state;
  }

  onChange(listener: (state: SoftphoneState) => void): void {
    this.#listener = listener;
    listener(this.#state);
  }

  set(change: Partial<SoftphoneState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listener(this.#state);
  }

  /** Runs one CTI operation; a failure is shown to the agent. */
  async perform(operation: string, params: object = {}): Promise<boolean> {
    const answer = await callCti(operation, params);
    this.set({ problem: answer.ok ? undefined : answer.error.message });
    return answer.ok;
  }

  async accept(contactId: string): Promise<void> {
    if (!(await this.perform('acceptContact', { contactId }))) return;
    // Streams' own `contact.accept()` tells every page so; its `onAccepted` has no other source.
    await broadcast('contact::accepted', { contactId });
    await broadcast(`contact::accepted::${contactId}`, { contactId });
  }

  async chooseStatus(agentStateARN: string): Promise<void> {
    const { update } = this.#state;
    const state = update?.configuration.agentStates.find((status) => status.agentStateARN === agentStateARN);
    const enqueueNextState = (update?.snapshot.contacts.length ?? 0) > 0;
    if (state) await this.perform('putAgentState', { state, enqueueNextState });
  }

  /** The page that owns the audio mutes the microphone and reports it to all pages. */
  setMuted(mute: boolean): Promise<unknown> {
    return broadcast('mute', { mute });
  }

  /**
   * Every page of the agent shows it then, and Streams' `onViewContact` tells the hosts. Without the push channel, this page
   * alone. Streams' typings name clicks and `viewContact`; whether the service tells a switch of its own is not documented.
   */
  async select(contactId: string): Promise<void> {
    const answer = await broadcast(VIEW_EVENT, { contactId });
    if (!answer.ok) this.set({ selected: contactId });
  }

  /** Like the mute, it is the page with the audio that does it. */
  chooseDevice(kind: DeviceKind, deviceId: string): Promise<unknown> {
    return broadcast(askEvent(kind), { deviceId });
  }

  async signOut(): Promise<void> {
    const offline = this.#state.update?.configuration.agentStates.find(({ type }) => type === 'offline');
    if (offline) await this.chooseStatus(offline.agentStateARN);
    await fetch('/logout', { method: 'POST' });
  }
}
