/**
 * What HubSpot holds a calling app to, in the order of a call: a message out of order or without what it needs is a fault,
 * and is not acted on. Sources: README of calling-extensions-sdk (commit 05a15a9) [R], `src/types.ts` of 0.9.7 [T], developers.
 * hubspot.com "Calling extensions SDK" [D], issues and pull requests of the SDK by number.
 */
export interface WidgetMessage {
  readonly type: string;
  readonly data?: unknown;
}

/** HubSpot's record of a call. */
export interface Engagement {
  readonly engagementId: number;
  readonly externalCallId: string;
  /** The record on the screen when the call began: what the engagement is associated with (pull request 27). */
  readonly dealId?: number;
  /** In the timeline, which comes with CALL_COMPLETED only (issue 46). */
  readonly properties?: Readonly<Record<string, unknown>>;
}

type Stage = 'started' | 'answered' | 'ended';
interface Call {
  readonly externalCallId: string;
  readonly stage: Stage;
  readonly engagementId?: number;
}

export interface KnownContact {
  readonly id: number;
  readonly name: string;
  readonly numbers: readonly string[];
}

/** [T] `RawEngagementProperties` */
const PROPERTIES = new Set([
  ...['hs_timestamp', 'hs_call_body', 'hs_call_callee_object_id', 'hs_call_callee_object_type', 'hs_call_direction'],
  ...['hs_call_disposition', 'hs_call_duration', 'hs_call_from_number', 'hs_call_recording_url', 'hs_call_status'],
  ...['hs_call_title', 'hs_call_source', 'hs_call_to_number', 'hubspot_owner_id', 'hs_activity_type'],
  'hs_attachment_ids',
]);
/** [T] `hs_call_status` */
const STATUSES = new Set([
  ...['BUSY', 'CALLING_CRM_USER', 'CANCELED', 'COMPLETED', 'CONNECTING', 'FAILED', 'IN_PROGRESS', 'NO_ANSWER'],
  ...['QUEUED', 'RINGING'],
]);
/** [T] `EndStatus` */
const ENDS = new Set(['COMPLETED', 'FAILED', 'CANCELED', 'BUSY', 'NO_ANSWER', 'REJECTED', 'MISSED']);
/** [T] `ObjectCoordinates.objectTypeId`: contacts and companies. */
const NAVIGABLE = new Set(['0-1', '0-2']);

type Data = Readonly<Record<string, unknown>>;

export class WidgetRules {
  readonly faults: string[] = [];
  readonly engagements: Engagement[] = [];
  readonly visited: number[] = [];
  readonly #portalId: number;
  readonly #contacts: readonly KnownContact[];
  readonly #calls = new Map<string, Call>();
  #isInitialized = false;
  #isLoggedIn = false;
  #isAvailable = false;
  #size: { readonly width: number; readonly height: number } | undefined;
  #made: number;

  /** @param made the last record's id */
  constructor(portalId: number, contacts: readonly KnownContact[], made = 7_000) {
    this.#made = made;
    this.#portalId = portalId;
    this.#contacts = contacts;
  }

  /** [R] "Hubspot ensures the call widget is logged in before sending in a dial number event - if not, an alert is shown". */
  get mayDial(): boolean {
    return this.#isInitialized && this.#isLoggedIn;
  }

  get isAvailable(): boolean {
    return this.#isAvailable;
  }

  get size(): { readonly width: number; readonly height: number } | undefined {
    return this.#size;
  }

  /** @param dealId the record on the screen. Returns what HubSpot answers. */
  receive({ type, data }: WidgetMessage, dealId?: number): readonly WidgetMessage[] {
    // [R] "Wait for the onReady event", and INITIALIZED comes first.
    if (type !== 'INITIALIZED' && !this.#isInitialized) return this.#fault(type, 'before INITIALIZED');
    const given = Object(data) as Data;
    switch (type) {
      case 'INITIALIZED':
        this.#isInitialized = true;
        this.#isLoggedIn = given.isLoggedIn === true;
        this.#isAvailable = given.isAvailable === true;
        return [];
      case 'LOGGED_IN':
      case 'LOGGED_OUT':
        this.#isLoggedIn = type === 'LOGGED_IN';
        return [];
      case 'USER_AVAILABLE':
      case 'USER_UNAVAILABLE':
        this.#isAvailable = type === 'USER_AVAILABLE';
        return [];
      case 'RESIZE_WIDGET':
        return this.#resize(type, given);
      case 'OUTGOING_CALL_STARTED':
      case 'INCOMING_CALL':
        return this.#begin(type, given, dealId);
      case 'CALL_ANSWERED':
      case 'CALL_ENDED':
      case 'CALL_COMPLETED':
        return this.#progress(type, given);
      case 'NAVIGATE_TO_RECORD':
        return this.#navigate(type, given);
      default:
        return this.#fault(type, 'no such message');
    }
  }

  #fault(type: string, why: string): readonly WidgetMessage[] {
    this.faults.push(`${type}: ${why}`);
    return [];
  }

  #resize(type: string, { width, height }: Data): readonly WidgetMessage[] {
    if (typeof width !== 'number' || typeof height !== 'number') return this.#fault(type, 'width and height');
    this.#size = { width, height };
    return [];
  }

  #begin(type: string, data: Data, dealId: number | undefined): readonly WidgetMessage[] {
    const { externalCallId, fromNumber, toNumber, createEngagement } = data;
    // [T] all three are text; [D] "fromNumber: The caller's number. Required parameter."
    if (typeof externalCallId !== 'string' || externalCallId === '') return this.#fault(type, 'externalCallId');
    if (typeof fromNumber !== 'string' || typeof toNumber !== 'string') return this.#fault(type, 'numbers');
    if (this.#calls.has(externalCallId)) return this.#fault(type, `${externalCallId} began before`);
    const engagement = createEngagement === true ? this.#engage(externalCallId, dealId) : undefined;
    const engagementId = engagement?.engagementId;
    this.#calls.set(externalCallId, { externalCallId, stage: 'started', ...(engagementId && { engagementId }) });
    return [
      ...(engagementId === undefined
        ? []
        : [{ type: 'CREATE_ENGAGEMENT_SUCCEEDED', data: { engagementId, externalCallId } }]),
      ...(type === 'INCOMING_CALL' ? [this.#match(fromNumber)] : []),
    ];
  }

  #engage(externalCallId: string, dealId: number | undefined): Engagement {
    this.#made += 1;
    const engagement = { engagementId: this.#made, externalCallId, ...(dealId !== undefined && { dealId }) };
    this.engagements.push(engagement);
    return engagement;
  }

  #match(number: string): WidgetMessage {
    const callerIdMatches = this.#contacts
      .filter(({ numbers }) => numbers.includes(number))
      .map(({ id, name }) => ({
        callerIdType: 'CONTACT',
        objectCoordinates: { portalId: this.#portalId, objectId: id, objectTypeId: '0-1' },
        ...{ firstName: name.split(' ')[0], lastName: name.split(' ').slice(1).join(' '), email: '' },
      }));
    return callerIdMatches.length === 0
      ? { type: 'CALLER_ID_MATCH_FAILED', data: {} }
      : { type: 'CALLER_ID_MATCH_SUCCEEDED', data: { callerIdMatches } };
  }

  #progress(type: 'CALL_ANSWERED' | 'CALL_ENDED' | 'CALL_COMPLETED', data: Data): readonly WidgetMessage[] {
    const call = this.#calls.get(String(data.externalCallId));
    if (call === undefined) return this.#fault(type, `no call ${String(data.externalCallId)}`);
    if (type !== 'CALL_ANSWERED' && data.engagementId !== call.engagementId)
      return this.#fault(type, `engagement ${String(data.engagementId)} is not ${String(call.engagementId)}`);
    if (type === 'CALL_COMPLETED') return this.#complete(call, data);
    if (call.stage === 'ended') return this.#fault(type, 'after the end');
    if (type === 'CALL_ANSWERED' && call.stage === 'answered') return this.#fault(type, 'twice');
    if (type === 'CALL_ENDED' && !ENDS.has(String(data.callEndStatus))) return this.#fault(type, 'callEndStatus');
    this.#calls.set(call.externalCallId, { ...call, stage: type === 'CALL_ANSWERED' ? 'answered' : 'ended' });
    return [];
  }

  #complete({ externalCallId, stage, engagementId }: Call, data: Data): readonly WidgetMessage[] {
    const type = 'CALL_COMPLETED';
    if (stage !== 'ended') return this.#fault(type, 'before CALL_ENDED');
    const properties = Object(data.engagementProperties) as Data;
    for (const [name, value] of Object.entries(properties)) {
      if (!PROPERTIES.has(name)) return this.#fault(type, `no property ${name}`);
      if (typeof value !== 'string') return this.#fault(type, `${name} is no text`);
    }
    const { hs_call_status: status } = properties;
    if (status !== undefined && !STATUSES.has(String(status))) return this.#fault(type, 'hs_call_status is no option');
    this.#calls.delete(externalCallId);
    const at = this.engagements.findIndex((one) => one.engagementId === engagementId);
    const engagement = this.engagements[at];
    if (engagement) this.engagements[at] = { ...engagement, properties };
    return engagementId === undefined ? [] : [{ type: 'UPDATE_ENGAGEMENT_SUCCEEDED', data: { engagementId } }];
  }

  #navigate(type: string, data: Data): readonly WidgetMessage[] {
    const { objectId, objectTypeId } = Object(data.objectCoordinates) as Data;
    if (!NAVIGABLE.has(String(objectTypeId))) return [{ type: 'NAVIGATE_TO_RECORD_FAILED', data }];
    if (typeof objectId !== 'number') return this.#fault(type, 'objectId');
    this.visited.push(objectId);
    return [];
  }
}
