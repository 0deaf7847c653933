import { touch } from '../../engine.ts';
import { type ActionDefinition, done, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { anything, oneOf, optional, record, text } from '../parameter-rules.ts';

export const updateContactData: ActionDefinition = {
  type: 'UpdateContactData',
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
    const { contact } = run;
    const read = (name: string) => {
      const value = textOf(parameters, name);
      return value === undefined ? undefined : run.value(value);
    };
    contact.name = read('Name') ?? contact.name;
    contact.description = read('Description') ?? contact.description;
    contact.language = read('LanguageCode') ?? contact.language;
    touch(run.engine, contact);
    return done();
  },
};
