/** The demo CRM: deals, their people with a Call button, their files, and the timeline of what came back. */
import type { ComponentChild } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CallAccepted, CallView } from '../../../functions/core/contracts/call.ts';
import type { Problem } from '../../../functions/core/contracts/problem.ts';
import type { SentRequest } from '../crm/crm.ts';
import type { CrmOpportunity, CrmPerson } from '../crm/opportunities.ts';
import {
  type DialMode,
  type Facts,
  loadOpportunities,
  loadOpportunity,
  type OpportunityPage,
  redeliver,
  requestCall,
} from './api.ts';
import { AgentChoice, useAgent } from './signed-in-as.tsx';
import { Timeline } from './timeline.tsx';
import { describeAnswer, money } from './words.ts';

type Sent = Omit<SentRequest, 'body'>;

export function CrmArea({ facts, stream, kinds }: { facts: Facts; stream: EventSource; kinds: ComponentChild }) {
  const [deals, setDeals] = useState<readonly CrmOpportunity[]>([]);
  const [chosen, setChosen] = useState(new URLSearchParams(location.search).get('opportunity') ?? 'opp-1001');
  const [page, setPage] = useState<OpportunityPage>();
  const [agent, actAs] = useAgent(facts);
  const [mode, setMode] = useState<DialMode>('customer-first');

  const refresh = useCallback(() => {
    loadOpportunity(chosen).then(setPage, () => setPage(undefined));
  }, [chosen]);
  useEffect(() => {
    loadOpportunities().then(setDeals);
  }, []);
  useEffect(() => {
    refresh();
    stream.addEventListener('crm', refresh);
    return () => stream.removeEventListener('crm', refresh);
  }, [refresh, stream]);

  const choose = (id: string) => {
    setChosen(id);
    history.replaceState(undefined, '', `?opportunity=${encodeURIComponent(id)}`);
  };

  return (
    <section class="area crm" aria-label="Demo CRM">
      {kinds}
      <div class="area-head">
        <h2>Demo CRM</h2>
        <AgentChoice facts={facts} agent={agent} actAs={actAs} />
        <label>
          calls{' '}
          <select value={mode} onChange={(event) => setMode(event.currentTarget.value as DialMode)}>
            <option value="customer-first">ring the customer first</option>
            <option value="agent-first">go to the agent first</option>
          </select>
        </label>
      </div>
      <nav class="deals" aria-label="Opportunities">
        {deals.map((deal) => (
          <button key={deal.id} type="button" aria-pressed={deal.id === chosen} onClick={() => choose(deal.id)}>
            <b dir="auto">{deal.name}</b>
            <span dir="auto">{deal.account}</span>
          </button>
        ))}
      </nav>
      {page === undefined ? <p class="quiet">Loading…</p> : <Deal key={chosen} page={page} agent={agent} mode={mode} />}
    </section>
  );
}

function Deal({ page, agent, mode }: { page: OpportunityPage; agent: string; mode: DialMode }) {
  const { opportunity } = page;
  const [sent, setSent] = useState<Sent>();
  const [waiting, setWaiting] = useState<string>();
  const [problem, setProblem] = useState<string>();

  const send = (label: string, request: Promise<Sent>) => {
    setWaiting(label);
    setProblem(undefined);
    request.then(setSent, (error: Error) => setProblem(error.message)).finally(() => setWaiting(undefined));
  };
  const call = (person: CrmPerson, phone: string) =>
    send(person.id, requestCall(opportunity.id, { contactId: person.id, phone, agent, mode }));

  return (
    <div class="deal">
      <div class="deal-facts">
        <h3 dir="auto">{opportunity.name}</h3>
        <p>
          {opportunity.stage} · {money(opportunity.amount, opportunity.currency)} · {opportunity.probability} % · closes{' '}
          {opportunity.closeDate} · owner {opportunity.owner?.username}
        </p>
        {opportunity.nextStep !== undefined && <p dir="auto">Next step: {opportunity.nextStep}</p>}
      </div>
      {sent !== undefined && <Answer sent={sent} onAgain={() => send('again', redeliver(sent.requestId))} />}
      {problem !== undefined && (
        <p class="answer bad" role="alert">
          {problem}
        </p>
      )}
      {(['stakeholder', 'team'] as const).map((group) => (
        <div key={group} class="group">
          <h4>{group === 'stakeholder' ? 'Stakeholders' : 'Team'}</h4>
          <ul class="people">
            {opportunity.people
              .filter((person) => person.group === group)
              .map((person) => (
                <Person key={person.id} person={person} waiting={waiting === person.id} onCall={call} />
              ))}
          </ul>
        </div>
      ))}
      <div class="group">
        <h4>Documents</h4>
        <ul class="files">
          {opportunity.documents.map((document) => (
            <li key={document.id}>
              {document.addedBy === undefined ? (
                <a href={`/crm/files/${encodeURIComponent(document.id)}`} target="_blank" rel="noreferrer">
                  {document.title}
                </a>
              ) : (
                <span>
                  {document.title} <i>added by {document.addedBy} during a call</i>
                </span>
              )}{' '}
              <small>{document.fileName}</small>
            </li>
          ))}
        </ul>
      </div>
      <Timeline calls={page.calls as readonly CallView[]} changes={page.changes} requests={page.requests} />
    </div>
  );
}

function Person(props: { person: CrmPerson; waiting: boolean; onCall: (person: CrmPerson, phone: string) => void }) {
  const { person, waiting, onCall } = props;
  const [phone, setPhone] = useState(person.phones[0]?.number ?? '');
  return (
    <li>
      <div class="who">
        <b dir="auto">{person.name}</b>
        {person.primary && <span class="chip star">primary</span>}
        {person.role !== undefined && <span class="chip">{person.role}</span>}
        {person.doNotCall && <span class="chip stop">do not call</span>}
        {person.whereabouts === 'in the night' && <span class="chip stop">night there</span>}
        <span class="quiet" dir="auto">
          {[person.title, person.company].filter(Boolean).join(', ')}
        </span>
      </div>
      {person.phones.length > 1 ? (
        <select
          aria-label={`Number of ${person.name}`}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        >
          {person.phones.map(({ number, label }) => (
            <option key={number} value={number}>
              {label} {number}
            </option>
          ))}
        </select>
      ) : (
        <span class="number">{phone}</span>
      )}
      <button
        type="button"
        class="call"
        disabled={phone === '' || waiting}
        onClick={() => onCall(person, phone)}
        aria-label={`Call ${person.name}`}
      >
        {waiting ? 'Calling…' : 'Call'}
      </button>
    </li>
  );
}

function Answer({ sent, onAgain }: { sent: Sent; onAgain: () => void }) {
  const good = sent.status !== undefined && sent.status < 300;
  return (
    <p class={good ? 'answer' : 'answer bad'} role="status">
      <span>{describeAnswer(sent.status, sent.answer as CallAccepted | Problem | undefined)}</span>{' '}
      <button type="button" class="link" onClick={onAgain}>
        send the same webhook again
      </button>
    </p>
  );
}
