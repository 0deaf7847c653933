/** Which CRM the demo is: its own, which speaks Standard Webhooks, or one of the kinds that are told apart by their API. */
import { useEffect, useState } from 'preact/hooks';
import { type Facts, loadVendorCrms, type VendorChoice } from './api.ts';
import { CrmArea } from './crm-area.tsx';
import { VendorArea } from './vendor-area.tsx';

const DEMO = { sourceId: 'demo-crm', name: 'Demo CRM' };

export function CrmDesk({ facts, stream }: { facts: Facts; stream: EventSource }) {
  const [{ crms, faults }, setChoice] = useState<VendorChoice>({ crms: [], faults: [] });
  const [chosen, setChosen] = useState(new URLSearchParams(location.search).get('crm') ?? DEMO.sourceId);
  useEffect(() => {
    loadVendorCrms().then(setChoice);
  }, []);
  const choose = (sourceId: string) => {
    setChosen(sourceId);
    history.replaceState(undefined, '', sourceId === DEMO.sourceId ? '/' : `?crm=${encodeURIComponent(sourceId)}`);
  };
  const kinds = (
    <nav class="kinds" aria-label="Kinds of CRM">
      {[DEMO, ...crms].map(({ sourceId, name }) => (
        <button key={sourceId} type="button" aria-pressed={sourceId === chosen} onClick={() => choose(sourceId)}>
          {name}
        </button>
      ))}
    </nav>
  );
  if (chosen === DEMO.sourceId) return <CrmArea facts={facts} stream={stream} kinds={kinds} />;
  const crm = crms.find(({ sourceId }) => sourceId === chosen);
  if (crm === undefined) return <section class="area crm">{kinds}</section>;
  return <VendorArea key={chosen} crm={crm} faults={faults} facts={facts} stream={stream} kinds={kinds} />;
}
