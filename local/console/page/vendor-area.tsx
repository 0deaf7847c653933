/** A CRM of a real kind: its opportunities as it stores them, its own way to ask for a call, and what can be wrong with it. */
import type { ComponentChild } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { StoredRecord } from '../../crm/crm-double.ts';
import {
  type Facts,
  loadVendorOpportunities,
  loadVendorOpportunity,
  setVendorFault,
  type VendorChoice,
  type VendorCrm,
  type VendorOpportunity,
} from './api.ts';
import { AgentChoice, useAgent } from './signed-in-as.tsx';
import { VendorDeal } from './vendor-deal.tsx';

interface VendorAreaProps {
  readonly crm: VendorCrm;
  readonly faults: VendorChoice['faults'];
  readonly facts: Facts;
  readonly stream: EventSource;
  readonly kinds: ComponentChild;
}

export function VendorArea({ crm, faults, facts, stream, kinds }: VendorAreaProps) {
  const { sourceId, name } = crm;
  const [opportunities, setOpportunities] = useState<readonly StoredRecord[]>([]);
  const [chosen, setChosen] = useState<string>();
  const [shown, setShown] = useState<VendorOpportunity>();
  const [agent, actAs] = useAgent(facts);
  const id = chosen ?? opportunities[0]?.id;

  const refresh = useCallback(() => {
    loadVendorOpportunities(sourceId).then(setOpportunities);
    if (id !== undefined) loadVendorOpportunity(sourceId, id).then(setShown);
  }, [sourceId, id]);
  useEffect(() => {
    refresh();
    const heard = ({ data }: MessageEvent<string>) => {
      if ((JSON.parse(data) as { sourceId: string }).sourceId === sourceId) refresh();
    };
    stream.addEventListener('vendor', heard);
    return () => stream.removeEventListener('vendor', heard);
  }, [refresh, stream, sourceId]);

  return (
    <section class="area crm" aria-label={name}>
      {kinds}
      <div class="area-head">
        <h2>{name}</h2>
        <AgentChoice facts={facts} agent={agent} actAs={actAs} />
        <label>
          its API is{' '}
          <select
            value={shown?.fault ?? 'none'}
            onChange={(event) => setVendorFault(sourceId, event.currentTarget.value).then(refresh)}
          >
            {faults.map((fault) => (
              <option key={fault.id} value={fault.id}>
                {fault.title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <nav class="deals" aria-label="Opportunities">
        {opportunities.map((one) => (
          <button key={one.id} type="button" aria-pressed={one.id === id} onClick={() => setChosen(one.id)}>
            <b dir="auto">{one.title}</b>
            <code>{one.id}</code>
          </button>
        ))}
      </nav>
      {id !== undefined && shown !== undefined && (
        <VendorDeal key={id} crm={crm} opportunityId={id} shown={shown} agent={agent} />
      )}
    </section>
  );
}
