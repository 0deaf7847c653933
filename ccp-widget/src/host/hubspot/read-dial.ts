import type { DialWish } from '../host-bridge.ts';

/** Object types of HubSpot's CRM: contact and deal (API reference, "Object type IDs"). */
const [CONTACT, DEAL] = ['0-1', '0-3'];

/**
 * DIAL_NUMBER. `objectId` and `objectType` are the record on the screen, `calleeInfo` is whose number it is (issue 207 of
 * calling-extensions-sdk); the record is at times missing, as 0 (issues 216, 228).
 */
export function readDial(data: unknown): DialWish | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { phoneNumber, phone_number, objectId, objectType, calleeInfo } = data as Partial<Record<string, unknown>>;
  const number = phoneNumber ?? phone_number;
  if (typeof number !== 'string' || number === '') return undefined;
  const callee = typeof calleeInfo === 'object' && calleeInfo !== null ? calleeInfo : {};
  const { calleeId, calleeObjectTypeId } = callee as Partial<Record<string, unknown>>;
  const record = recordId(objectId);
  const person = calleeObjectTypeId === CONTACT ? recordId(calleeId) : objectType === 'CONTACT' ? record : undefined;
  const isDeal = objectType === 'DEAL' || objectType === DEAL;
  return {
    number,
    ...(isDeal && record !== undefined ? { opportunityId: record } : {}),
    ...(person === undefined ? {} : { contactId: person }),
  };
}

/** Numbers in the event, text in the API. */
const recordId = (id: unknown): string | undefined =>
  (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) || (typeof id === 'string' && /^[1-9]\d*$/.test(id))
    ? String(id)
    : undefined;
