import type { DialWish } from '../host-bridge.ts';

/** A record as Dataverse names it: the table's logical name, and a GUID in lower case, as our source has it. */
export interface RecordOnScreen {
  readonly table: string;
  readonly id: string;
}

export interface Click {
  readonly number: string;
  /** Whose column the number is in. */
  readonly table?: string;
  readonly recordId?: string;
}

/**
 * `onclicktoact`. Documented are `value, name, format, entityLogicalName`; the product also sends `entityId` and `recordTitle`
 * (recorded in the Dynamics widget of the Brekeke phone: `"format":"Phone","entityLogicalName":"contact","entityId":"80ac35a0-…"`),
 * which is not relied on.
 */
export function readClick(eventData: unknown): Click | undefined {
  const { value, entityLogicalName: table, entityId } = parsed(eventData);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const recordId = guidIn(entityId);
  return {
    number: value,
    ...(typeof table === 'string' && { table }),
    ...(recordId !== undefined && { recordId }),
  };
}

/** What `getEnvironment` says of the page: `pagetype`, and of a form `etn` and `id`, as in its address. */
export const recordIn = (environment: unknown): RecordOnScreen | undefined => recordOf(parsed(environment));

/** `onpagenavigate`: `{"value": address}`; Microsoft's sample reads `etn`, `pagetype` and `id` from its query. */
export function recordInAddress(eventData: unknown): RecordOnScreen | undefined {
  const { value } = parsed(eventData);
  const address = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  return address && recordOf(Object.fromEntries(address.searchParams));
}

/** The number of a contact that is clicked in an opportunity's form (a quick view shows it there) is called for that opportunity. */
export function wishFrom(click: Click, screen: RecordOnScreen | undefined): DialWish {
  const idOf = (table: string): string | undefined =>
    (click.table === table ? click.recordId : undefined) ?? (screen?.table === table ? screen.id : undefined);
  const [opportunityId, contactId] = [
    idOf('opportunity'),
    // A number in the opportunity's own columns is whoever's it is.
    click.table === 'contact' ? idOf('contact') : undefined,
  ];
  return {
    number: click.number,
    ...(opportunityId !== undefined && { opportunityId }),
    ...(contactId !== undefined && { contactId }),
  };
}

type Json = Partial<Record<string, unknown>>;

/** `{}` for what is none. */
export function parsed(text: unknown): Json {
  try {
    return Object(typeof text === 'string' ? JSON.parse(text) : text) as Json;
  } catch {
    return {};
  }
}

function recordOf({ pagetype, etn, id }: Json): RecordOnScreen | undefined {
  const guid = guidIn(id);
  return pagetype === 'entityrecord' && typeof etn === 'string' && guid !== undefined
    ? { table: etn, id: guid }
    : undefined;
}

/** Ids come with and without braces (`"userId":"{A8177E6E-…}"`), in capitals or not. */
const guidIn = (id: unknown): string | undefined =>
  typeof id === 'string'
    ? /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/.exec(id.toLowerCase())?.[1]
    : undefined;
