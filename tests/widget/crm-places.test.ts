import { describe, expect, it } from 'vitest';
import { EMPTY_FORM } from '../../ccp-widget/src/state/contact-form.ts';
import { fieldsThat, placeOf } from '../../ccp-widget/src/state/crm-places.ts';
import type { CrmCapabilities } from '../../functions/core/contracts/capabilities.ts';

const taken: CrmCapabilities['contacts'] = {
  ...{ add: 'crm', remove: 'crm' },
  fields: {
    ...{ name: 'crm', title: 'crm', company: 'no', phones: 'crm', email: 'crm', role: 'here', group: 'no' },
    ...{ primary: 'here', reportsTo: 'here', doNotCall: 'crm', consent: 'here', timeZone: 'crm' },
  },
};

describe('what the form of a person offers', () => {
  it('leaves to the CRM what only the CRM changes, and names what stays here, of what the form has', () => {
    expect(fieldsThat(taken, 'no', EMPTY_FORM)).toEqual(['company', 'group']);
    expect(fieldsThat(taken, 'here', EMPTY_FORM)).toEqual(['role', 'reportsTo', 'primary']);
    expect(placeOf(taken, 'email')).toBe('crm');
  });

  it('is everything when the CRM says nothing of itself', () => {
    expect(fieldsThat(undefined, 'crm', EMPTY_FORM)).toEqual(Object.keys(EMPTY_FORM));
    expect(fieldsThat(undefined, 'no', EMPTY_FORM)).toEqual([]);
  });
});
