import { type CrmPerson, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import { demoSourceId } from '../../crm/demo-accounts.ts';
import { hubspotId } from '../../crm/hubspot/hubspot-demo.ts';
import type { HubspotFacts, HubspotPerson } from './facts.ts';

const PORTAL_ID = 4242;

/** The account's deals, with the deployed desktop as the calling app. */
export const hubspotFacts = (desktop: string): HubspotFacts => ({
  portalId: PORTAL_ID,
  widgetUrl: `${desktop}/?host=hubspot&source=${demoSourceId('hubspot')}`,
  deals: DEMO_OPPORTUNITIES.map(({ id, name, stage, people }) => ({
    ...{ id: Number(hubspotId(id)), name, people: people.map(personFrom) },
    ...(stage !== undefined && { stage }),
  })),
});

const personFrom = ({ id, name, title, phones }: CrmPerson): HubspotPerson => ({
  ...{ id: Number(hubspotId(id)), name, phones },
  ...(title !== undefined && { title }),
});
