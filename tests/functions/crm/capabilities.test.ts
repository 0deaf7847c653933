import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { contactEditSchema } from '#core/contracts/agent-requests.ts';
import { CONTACT_FIELDS, keptHere } from '#core/contracts/capabilities.ts';
import { genericSourceSchema } from '#core/contracts/configuration.ts';
import { capabilitiesOf } from '#crm/capabilities.ts';
import { withCapabilities } from '../../../bin/capabilities-table.ts';

describe('what a CRM takes', () => {
  it('is said of every field that an agent may change', () => {
    expect([...CONTACT_FIELDS].sort()).toEqual(Object.keys(contactEditSchema.pipe[0].entries).sort());
  });

  it('stands in docs/crm/README.md as the connectors say it', async () => {
    const readme = await readFile(new URL('../../../docs/crm/README.md', import.meta.url), 'utf8');
    expect(withCapabilities(readme), 'renew it: node bin/write-capabilities.ts').toBe(readme);
  });

  it('is everything for a generic source, and not a do-not-call mark for HubSpot', () => {
    expect(keptHere(capabilitiesOf({ kind: 'generic' }))).toEqual([]);
    expect(keptHere(capabilitiesOf({ kind: 'hubspot' }))).toContain('doNotCall');
  });

  it('is, of a CRM whose API is described, what the description has words for', async () => {
    const text = await readFile(new URL('../../../docs/crm/harbor.rest.json', import.meta.url), 'utf8');
    const harbor = v.parse(genericSourceSchema, { id: 'harbor', kind: 'generic', rest: JSON.parse(text) });
    expect(keptHere(capabilitiesOf(harbor))).toEqual(
      CONTACT_FIELDS.filter((field) => !['name', 'title', 'company', 'phones', 'email', 'doNotCall'].includes(field)),
    );
    expect(capabilitiesOf(harbor)).toMatchObject({
      ...{ contacts: { add: 'crm', remove: 'crm' }, documents: { add: 'here' } },
      calls: { log: 'crm', notes: 'crm', followUp: 'here' },
    });
    // A webhook tells everything besides.
    expect(keptHere(capabilitiesOf({ ...harbor, callbackUrl: 'https://crm.example/hooks' }))).toEqual([]);
  });
});
