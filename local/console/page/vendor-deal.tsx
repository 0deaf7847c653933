/** One opportunity in the vendor's own records. */
import { useState } from 'preact/hooks';
import type { StoredRecord } from '../../crm/crm-double.ts';
import type { SentEvent } from '../vendors/send-event.ts';
import {
  actAtVendor,
  askVendorForCall,
  mergeAtVendor,
  type VendorAction,
  type VendorCrm,
  type VendorOpportunity,
} from './api.ts';
import { timeOf } from './words.ts';

interface VendorDealProps {
  readonly crm: VendorCrm;
  readonly opportunityId: string;
  readonly shown: VendorOpportunity;
  readonly agent: string;
}

const PARTS = [
  ['person', 'People'],
  ['document', 'Documents'],
  ['call', 'Call log'],
] as const;

export function VendorDeal({ crm, opportunityId, shown, agent }: VendorDealProps) {
  const { sourceId, name, ways } = crm;
  const [way, setWay] = useState(ways[0]?.id ?? '');
  const [waiting, setWaiting] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [into, ...others] = shown.records.filter(({ part }) => part === 'person');
  const twin = crm.canMerge ? others.find(({ table }) => table === into?.table) : undefined;
  const [opportunity] = shown.records.filter(({ part }) => part === 'opportunity');

  const send = (label: string, request: Promise<SentEvent>) => {
    setWaiting(label);
    setProblem(undefined);
    request.catch((error: Error) => setProblem(error.message)).finally(() => setWaiting(undefined));
  };
  const call = (contactId: string) =>
    send(contactId, askVendorForCall(sourceId, opportunityId, { contactId, agent, way }));
  const act = (action: VendorAction) => send(action, actAtVendor(sourceId, opportunityId, action));

  return (
    <div class="deal">
      {opportunity === undefined ? (
        <p class="answer bad">{name} has no such opportunity any more.</p>
      ) : (
        <Stored record={opportunity} open />
      )}
      <div class="vendor-acts">
        {ways.length > 1 && (
          <label>
            a call:{' '}
            <select value={way} onChange={(event) => setWay(event.currentTarget.value)}>
              {ways.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" onClick={() => act('changed')}>
          Say that it has changed
        </button>
        <button type="button" onClick={() => act('hidden')}>
          Hide it from the connector
        </button>
        {into !== undefined && twin !== undefined && (
          <button
            type="button"
            onClick={() =>
              send('merged', mergeAtVendor(sourceId, opportunityId, { contactId: twin.id, into: into.id }))
            }
          >
            Merge <bdi>{twin.title}</bdi> into <bdi>{into.title}</bdi>
          </button>
        )}
        <button type="button" class="stop" onClick={() => act('deleted')}>
          Delete it
        </button>
      </div>
      {problem !== undefined && (
        <p class="answer bad" role="alert">
          {problem}
        </p>
      )}
      {PARTS.map(([part, title]) => {
        const records = shown.records.filter((one) => one.part === part);
        return (
          <div key={part} class="group">
            <h3 id={`vendor-${part}`} class="part-title">
              {title}
            </h3>
            {records.length === 0 && <p class="quiet">Nothing yet.</p>}
            <ul aria-labelledby={`vendor-${part}`}>
              {records.map((record) => (
                <li key={`${record.table} ${record.id}`} class="stored-row">
                  <Stored record={record} />
                  {part === 'person' && (
                    <button
                      type="button"
                      class="call"
                      disabled={waiting === record.id}
                      onClick={() => call(record.id)}
                      aria-label={`Call ${record.title}`}
                    >
                      {waiting === record.id ? 'Calling…' : 'Call'}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      <Sent events={shown.sent} name={name} />
    </div>
  );
}

/** What is on a line of its own in the vendor's words; the rest is a click away. */
function Stored({ record: { table, id, title, fields }, open = false }: { record: StoredRecord; open?: boolean }) {
  return (
    <details class="stored" open={open}>
      <summary>
        <b dir="auto">{title}</b>{' '}
        <code>
          {table} {id}
        </code>
      </summary>
      <dl>
        {Object.entries(fields).map(([field, value]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Sent({ events, name }: { events: readonly SentEvent[]; name: string }) {
  return (
    <div class="group">
      <h3 id="vendor-sent" class="part-title">
        What {name} has sent
      </h3>
      {events.length === 0 && <p class="quiet">Nothing yet. Press Call beside a person.</p>}
      <ol class="entries" aria-labelledby="vendor-sent">
        {events.map(({ at, url, headers, body, status, answer }) => (
          <li key={at}>
            <time dateTime={at}>{timeOf(at)}</time>
            <details class="stored">
              <summary class={status !== undefined && status < 300 ? '' : 'failed'}>
                <b>{status ?? 'no answer'}</b> <code>{answer}</code>
              </summary>
              <pre>{`POST ${url}\n${headerLines(headers)}\n\n${body}`}</pre>
            </details>
          </li>
        ))}
      </ol>
    </div>
  );
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([header, value]) => `${header}: ${value}`)
    .join('\n');
