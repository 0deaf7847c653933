import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { contactEditSchema } from '#core/contracts/agent-requests.ts';
import { CONTACT_FIELDS, keptHere } from '#core/contracts/capabilities.ts';
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
});
