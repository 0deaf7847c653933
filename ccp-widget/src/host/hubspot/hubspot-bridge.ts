import type { EndStatus, EventHandlers, ObjectCoordinates } from '@hubspot/calling-extensions-sdk';
import * as sdk from '@hubspot/calling-extensions-sdk';
import { guardMessages } from '../guard-messages.ts';
import type { HostBridge, HostCall, HostEnd, HostListener, HostPresence, KnownCaller } from '../host-bridge.ts';
import { readDial } from './read-dial.ts';

// The package's types are those of its CommonJS file; what is bundled is its ES module, whose default is the class.
const CallingExtensions = sdk.default as unknown as typeof sdk.default.default;
const { messageType } = sdk.Constants;

/** It makes the record in one request of its own; a call does not wait for it longer. */
const RECORD_WITHIN_MS = 3_000;
/** What fits beside a deal without covering it. HubSpot's own calling tool is as wide. */
const SIZE = { width: 400, height: 700 };

const END: Readonly<Record<HostEnd, EndStatus>> = {
  completed: 'COMPLETED',
  missed: 'MISSED',
  'no-answer': 'NO_ANSWER',
  busy: 'BUSY',
  cancelled: 'CANCELED',
  failed: 'FAILED',
};
/** Call statuses of the CRM know no MISSED (types.ts of the SDK, `hs_call_status`). */
const STATUS: Readonly<Record<HostEnd, string>> = { ...END, missed: 'NO_ANSWER' };

/** What READY says of the frame. `remote` is the frame in HubSpot's navigation bar, `window` the detached calling window. */
interface Ready {
  readonly iframeLocation?: 'widget' | 'remote' | 'window';
  readonly usesCallingWindow?: boolean;
}

export interface HubspotOptions {
  readonly hosts: readonly string[];
  /** The claimed number that customers see: calls come from it, and come in to it. */
  readonly ourNumber: string;
}

/** HubSpot's calling widget, by its unmodified SDK. */
export function createHubspotBridge({ hosts, ourNumber }: HubspotOptions): HostBridge {
  let told: HostPresence = { loggedIn: false, available: false };
  let isReady = false;
  /** Beside a calling window the frame in the bar is silent: the window holds the call, and HubSpot listens to it alone. */
  let isSilent = false;
  let openIn: 'CURRENT_TAB' | 'NEW_TAB' = 'NEW_TAB';
  let listener: HostListener | undefined;
  let extensions: InstanceType<typeof CallingExtensions> | undefined;
  const recorded = new Map<string, (recordId: string | undefined) => void>();

  const send = (type: string, data?: object): void => {
    if (isReady && !isSilent) extensions?.sendMessage({ type, ...(data === undefined ? {} : { data }) });
  };
  const record = (data: unknown): void => {
    const { engagementId, externalCallId } = Object(data) as { engagementId?: unknown; externalCallId?: unknown };
    // Of old the event names no call; there is one at a time.
    const id = typeof externalCallId === 'string' ? externalCallId : [...recorded.keys()].at(0);
    if (id !== undefined) recorded.get(id)?.(engagementId === undefined ? undefined : String(engagementId));
  };
  const handlers: Partial<EventHandlers> = {
    onReady: ({ iframeLocation, usesCallingWindow }: Ready) => {
      isReady = true;
      isSilent = iframeLocation === 'remote' && usesCallingWindow === true;
      // In the calling window, which stays. Anywhere else the page would go, and the call with it.
      openIn = iframeLocation === 'window' ? 'CURRENT_TAB' : 'NEW_TAB';
      const { loggedIn, available } = told;
      send(messageType.INITIALIZED, { isLoggedIn: loggedIn, isAvailable: available });
      if (iframeLocation !== 'window') send(messageType.RESIZE_WIDGET, SIZE);
    },
    onDialNumber: (data: unknown) => {
      const wish = readDial(data);
      if (wish && !isSilent) listener?.dial(wish);
    },
    onCreateEngagementSucceeded: record,
    onCreateEngagementFailed: record,
    onCallerIdMatchSucceeded: (data: unknown) => listener?.recognised(callersIn(data, show)),
    // What else it tells changes nothing here.
    defaultEventHandler: () => undefined,
  };
  const show = (objectCoordinates: ObjectCoordinates): void =>
    send(messageType.NAVIGATE_TO_RECORD, { objectCoordinates, openIn });

  return {
    start(heard) {
      listener = heard;
      guardMessages(window, { hosts, around: [window.parent], isForSdk });
      extensions = new CallingExtensions({ debugMode: false, eventHandlers: handlers as EventHandlers });
    },
    presence(next) {
      const before = told;
      told = next;
      if (next.loggedIn !== before.loggedIn) send(next.loggedIn ? messageType.LOGGED_IN : messageType.LOGGED_OUT);
      if (next.available !== before.available)
        send(next.available ? messageType.USER_AVAILABLE : messageType.USER_UNAVAILABLE);
    },
    async outgoing({ id, number = '', startedAt }, dialled) {
      const recording = new Promise<string | undefined>((resolve) => recorded.set(id, resolve));
      send(messageType.OUTGOING_CALL_STARTED, {
        ...{ externalCallId: id, fromNumber: ourNumber, toNumber: number, callStartTime: startedAt },
        // A call for another deal than the one on the screen would be filed there: our own entry in the log is bound to ours.
        createEngagement: dialled,
      });
      if (!dialled || !isReady || isSilent) recorded.get(id)?.(undefined);
      const late = setTimeout(() => recorded.get(id)?.(undefined), RECORD_WITHIN_MS);
      const recordId = await recording;
      clearTimeout(late);
      recorded.delete(id);
      return recordId;
    },
    incoming: ({ id, number = '', startedAt }) =>
      send(messageType.INCOMING_CALL, {
        ...{ externalCallId: id, fromNumber: number, toNumber: ourNumber, callStartTime: startedAt },
        createEngagement: false,
      }),
    answered: ({ id }) => send(messageType.CALL_ANSWERED, { externalCallId: id }),
    ended: (call) => send(messageType.CALL_ENDED, { ...named(call), callEndStatus: END[call.end ?? 'completed'] }),
    completed: (call, notes) =>
      send(messageType.CALL_COMPLETED, {
        ...named(call),
        hideWidget: false,
        engagementProperties: propertiesOf(call, notes, ourNumber),
      }),
  };
}

const isForSdk = (data: unknown): boolean => {
  // It reads the type of whatever comes, and throws at nothing.
  if (data === null || data === undefined) return true;
  const { type } = data as { readonly type?: unknown };
  return typeof type === 'string' && type in messageType;
};

const named = ({ id, recordId }: HostCall) => ({
  externalCallId: id,
  ...(recordId === undefined ? {} : { engagementId: Number(recordId) }),
});

/** `RawEngagementProperties`: all of it text. What the server knows better (disposition, owner) it writes into the same record. */
function propertiesOf(call: HostCall, notes: string, ourNumber: string): Readonly<Record<string, string>> {
  const { inbound, number, startedAt, answeredAt, endedAt = startedAt, end = 'completed' } = call;
  const [from, to] = inbound ? [number, ourNumber] : [ourNumber, number];
  return {
    hs_timestamp: String(startedAt),
    hs_call_direction: inbound ? 'INBOUND' : 'OUTBOUND',
    hs_call_status: STATUS[end],
    // Milliseconds.
    hs_call_duration: String(answeredAt === undefined ? 0 : Math.max(0, endedAt - answeredAt)),
    ...(from === undefined ? {} : { hs_call_from_number: from }),
    ...(to === undefined ? {} : { hs_call_to_number: to }),
    ...(notes === '' ? {} : { hs_call_body: notes }),
  };
}

/** CALLER_ID_MATCH_SUCCEEDED: `callerIdMatches` of `ContactIdMatch` and `CompanyIdMatch`. */
function callersIn(data: unknown, show: (record: ObjectCoordinates) => void): readonly KnownCaller[] {
  const { callerIdMatches } = Object(data) as { readonly callerIdMatches?: unknown };
  if (!Array.isArray(callerIdMatches)) return [];
  return callerIdMatches.flatMap((match: Partial<Record<string, unknown>> | null) => {
    const { firstName, lastName, name, objectCoordinates } = Object(match) as Partial<Record<string, unknown>>;
    const words = [firstName, lastName, name].filter((word) => typeof word === 'string' && word !== '');
    if (words.length === 0 || typeof objectCoordinates !== 'object' || objectCoordinates === null) return [];
    return [{ name: words.join(' '), show: () => show(objectCoordinates as ObjectCoordinates) }];
  });
}
