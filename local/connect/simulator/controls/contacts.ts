/** What became of the contacts. */
import type { Contact } from '../../contacts/contact.ts';
import type { Engine } from '../../engine.ts';
import { contactRecord } from '../../events/contact-record.ts';
import { recordingsOf } from '../../recordings/recording.ts';
import { soundOf } from '../../recordings/sounds.ts';
import { control, Refusal } from '../control.ts';
import { contactView, contactViews } from '../views.ts';

const contactIn = (engine: Engine, { id }: { readonly id: string }): Contact => {
  const contact = engine.contacts.get(id);
  if (contact === undefined) throw new Refusal(404, 'no such contact');
  return contact;
};

export const CONTACT_CONTROLS = [
  control({
    method: 'GET',
    path: 'contacts',
    answers: '`{contacts:[…]}`, newest first',
    run: ({ engine }) => ({ contacts: contactViews(engine) }),
  }),
  control({
    method: 'GET',
    path: 'contacts/{id}',
    answers: '`{contacts:[…]}` with that one',
    run: ({ engine }, { params }) => ({ contacts: [contactView(engine, contactIn(engine, params))] }),
  }),
  control({
    method: 'GET',
    path: 'contacts/{id}/record',
    answers: 'the contact record, once the contact is completed; 409 before',
    run: ({ engine }, { params }) => {
      const contact = contactIn(engine, params);
      if (contact.state !== 'completed') throw new Refusal(409, `the contact is ${contact.state}`);
      return contactRecord(engine, contact);
    },
  }),
  control({
    method: 'GET',
    path: 'contacts/{id}/recording',
    answers: '`audio/wav`, when a flow asked for one and an agent was on the line; 404',
    send: ({ engine }, { params }, _, response) => {
      const contact = contactIn(engine, params);
      // Like the service's, it is there when the contact is completed.
      const [first] = contact.state === 'completed' ? recordingsOf(engine.instance, contact) : [];
      if (first === undefined) throw new Refusal(404, 'no such recording');
      response.writeHead(200, { 'content-type': 'audio/wav' }).end(soundOf(contact, first, engine.tuning));
    },
  }),
];
