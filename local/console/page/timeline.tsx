/** What the CRM knows: calls with their times and outcomes, and what agents changed. Newest first. */
import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { ReceivedChange, SentRequest } from '../crm/crm.ts';
import { describeCall, timeOf } from './words.ts';

export function Timeline(props: {
  calls: readonly CallView[];
  changes: readonly ReceivedChange[];
  requests: readonly Omit<SentRequest, 'body'>[];
}) {
  const entries = [
    ...props.calls.map((call) => ({ at: call.requestedAt, key: call.callId, view: <CallEntry call={call} /> })),
    ...props.changes.map((change, index) => ({
      at: change.at,
      key: `${change.at}-${index}`,
      view: <ChangeEntry change={change} />,
    })),
  ].sort((one, other) => other.at.localeCompare(one.at));
  return (
    <div class="group timeline">
      <h4>Timeline</h4>
      {entries.length === 0 && (
        <p class="quiet">Nothing yet. Calls and changes appear here as the connector reports them.</p>
      )}
      <ol class="entries">
        {entries.map(({ key, view, at }) => (
          <li key={key}>
            <time dateTime={at}>{timeOf(at)}</time>
            {view}
          </li>
        ))}
      </ol>
    </div>
  );
}

const TIMES = [
  ['dialled', 'dialingAt'],
  ['answered', 'answeredAt'],
  ['with the agent', 'withAgentAt'],
  ['ended', 'endedAt'],
] as const;

function CallEntry({ call }: { call: CallView }) {
  return (
    <div class="entry call-entry" data-call={call.callId} data-state={call.state}>
      <b dir="auto">{describeCall(call)}</b>
      <p class="quiet">
        {TIMES.flatMap(([label, field]) => {
          const at = call[field];
          return at === undefined ? [] : [`${label} ${timeOf(at)}`];
        }).join(' · ')}
      </p>
      {call.outcome !== undefined && (
        <p>
          <span class="chip">{call.outcome.disposition}</span>{' '}
          <span class="notes" dir="auto">
            {call.outcome.notes}
          </span>
          {call.outcome.followUpAt !== undefined && <span class="quiet"> follow up {call.outcome.followUpAt}</span>}
        </p>
      )}
    </div>
  );
}

function ChangeEntry({ change }: { change: ReceivedChange }) {
  if (change.type === 'document.added') {
    return (
      <div class="entry">
        <b>{change.by}</b> added the document <b dir="auto">{change.subject}</b>
      </div>
    );
  }
  return (
    <div class="entry">
      <b>{change.by}</b> changed <b dir="auto">{change.subject}</b>
      <ul>
        {change.changes.map(({ field, from, to }) => (
          <li key={field}>
            {field}: <span dir="auto">{from ?? '—'}</span> → <b dir="auto">{to ?? '—'}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
