import type { Contact } from '../../contacts/contact.ts';
import { touch } from '../../engine.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { anything, oneOf, optional, record, text } from '../parameter-rules.ts';
import { referencesOf } from '../resolve.ts';

export const updateContactData: ActionDefinition = {
  type: 'UpdateContactData',
  partial: 'WisdomSessionArn is accepted and ignored',
  parameters: {
    Name: optional(text(1_024)),
    Description: optional(text(4_096)),
    LanguageCode: optional(text(20)),
    CustomerId: optional(text(256)),
    References: optional(record),
    WisdomSessionArn: optional(anything),
    TargetContact: optional(oneOf('Current', 'Related')),
  },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const { engine } = run;
    const contact: Contact | undefined =
      parameters.TargetContact === 'Related' ? engine.contacts.get(run.contact.relatedContactId ?? '') : run.contact;
    if (contact === undefined) return failed('there is no related contact');
    const read = (name: string) => {
      const value = textOf(parameters, name);
      return value === undefined ? undefined : run.value(value);
    };
    contact.name = read('Name') ?? contact.name;
    contact.description = read('Description') ?? contact.description;
    contact.language = read('LanguageCode') ?? contact.language;
    const customerId = read('CustomerId');
    if (customerId !== undefined) contact.customerId = customerId;
    contact.references = { ...contact.references, ...referencesOf(run, parameters.References) };
    touch(engine, contact);
    return done();
  },
};
