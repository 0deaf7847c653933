import { ATTRIBUTE_KEY, attributeBytes, type Contact, MAX_ATTRIBUTE_BYTES } from '../../contacts/contact.ts';
import { touch } from '../../engine.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR } from '../action.ts';
import { isRecord } from '../language.ts';
import { oneOf, optional, required, textMap } from '../parameter-rules.ts';

/** All or nothing: over 32 KB, or a key the service does not take, nothing is written. */
export const updateContactAttributes: ActionDefinition = {
  type: 'UpdateContactAttributes',
  parameters: { Attributes: required(textMap), TargetContact: optional(oneOf('Current', 'Related')) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const { engine } = run;
    const written = isRecord(parameters.Attributes) ? parameters.Attributes : {};
    const resolved = Object.fromEntries(
      Object.entries(written).map(([key, value]): [string, string] => [key, run.value(String(value))]),
    );
    const wrongKey = Object.keys(resolved).find((key) => !ATTRIBUTE_KEY.test(key));
    if (wrongKey !== undefined) return failed(`attribute key ${wrongKey} is not allowed`);
    const target: Contact | undefined =
      parameters.TargetContact === 'Related' ? engine.contacts.get(run.contact.relatedContactId ?? '') : run.contact;
    if (target === undefined) return failed('there is no related contact');
    if (attributeBytes({ ...target.attributes, ...resolved }) > MAX_ATTRIBUTE_BYTES) {
      return failed(`attributes exceed ${MAX_ATTRIBUTE_BYTES} bytes`);
    }
    Object.assign(target.attributes, resolved);
    touch(engine, target);
    engine.events.publish(target, 'CONTACT_DATA_UPDATED', ['attributes']);
    return done(Object.keys(resolved).join(', '));
  },
};
