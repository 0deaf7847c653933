import { type CrmPerson, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import { demoSourceId } from '../../crm/demo-accounts.ts';
import { contactRow, guidFor } from '../../crm/dynamics365/dynamics365-rows.ts';
import type { Dynamics365Contact, Dynamics365Facts } from './facts.ts';

const PHONES = ['mobilephone', 'telephone1', 'telephone2'];

/** The environment's opportunities, with the deployed desktop as the channel provider. Colleagues are users there, no contacts. */
export const dynamics365Facts = (desktop: string): Dynamics365Facts => ({
  widgetUrl: `${desktop}/?host=dynamics365&source=${demoSourceId('dynamics365')}`,
  opportunities: DEMO_OPPORTUNITIES.map(({ id, name, stage, people }) => ({
    ...{ id: guidFor(id), name, ...(stage !== undefined && { stage }) },
    contacts: people.filter(({ group }) => group === 'stakeholder').map(contactFrom),
  })),
});

function contactFrom(person: CrmPerson): Dynamics365Contact {
  const row = contactRow(person);
  const phones = PHONES.flatMap((column) => (typeof row[column] === 'string' ? [[column, row[column]]] : []));
  return {
    ...{ id: guidFor(person.id), name: person.name, phones: Object.fromEntries(phones) },
    ...(person.title !== undefined && { title: person.title }),
  };
}
