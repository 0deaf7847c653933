/** What there is to tell a CRM, as the expressions in a description's bodies see it (docs/crm/generic.md lists it). */
import type { ContactView } from '#core/contracts/opportunity-context.ts';
import { MINUTE, SECOND } from '#core/policy.ts';
import type { CallSummary } from '../../call-summary.ts';

/** One time in the forms that APIs want. */
const moment = (iso: string): object => {
  const [date = '', time = ''] = iso.split('T');
  const millis = Date.parse(iso);
  return { iso, date, time: time.slice(0, 8), seconds: Math.floor(millis / SECOND), millis };
};

/** @param userId the CRM's own, of who took the call, else of who asked for it */
export function callAsTold(summary: CallSummary, userId: string | undefined): object {
  const { call, wasAnswered: answered, seconds } = summary;
  const { contactId: personId, contactName: personName, phone, direction, outcome, answeredAt } = call;
  return {
    ...{ callId: call.callId, opportunityId: call.opportunityId, connectContactId: call.connectContactId },
    ...{ personId, personName, phone, direction, answered, seconds, state: call.state, reason: summary.reason, userId },
    minutes: Math.round((seconds * SECOND) / MINUTE),
    ...{ agent: call.takenBy ?? call.agentUsername, disposition: outcome?.disposition, notes: summary.notes },
    ...{ subject: summary.title, desktopUrl: summary.desktopUrl },
    ...{ started: moment(answeredAt ?? summary.startedAt), ended: moment(summary.endedAt) },
    ...(outcome?.followUpAt !== undefined && { followUp: moment(outcome.followUpAt) }),
  };
}

/** A name is also told as the first names and the last, and numbers also one by one. */
export function personAsTold(contact: ContactView, opportunityId: string, personId: string): object {
  const words = contact.name.trim().split(/\s+/);
  const mobile = contact.phones.find(({ label }) => /mobil|cell|handy/i.test(label ?? ''));
  return {
    ...{ opportunityId, personId },
    person: {
      ...contact,
      ...{ firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? contact.name },
      ...{ mobile: mobile?.number, phone: contact.phones.find((one) => one !== mobile)?.number },
    },
  };
}
