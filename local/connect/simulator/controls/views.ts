/** What the agent sees and does in a step-by-step guide. */
import * as v from 'valibot';
import type { ContactRuntime, Engine } from '../../engine.ts';
import { control, Refusal } from '../control.ts';

const answer = v.object({
  action: v.pipe(v.string(), v.nonEmpty()),
  data: v.optional(v.record(v.string(), v.unknown()), {}),
});

const viewOf = (engine: Engine, id: string): NonNullable<ContactRuntime['view']> => {
  if (!engine.contacts.has(id)) throw new Refusal(404, 'no such contact');
  const view = engine.runtimes.get(id)?.view;
  if (view === undefined) throw new Refusal(409, 'no view is shown for the contact');
  return view;
};

export const VIEW_CONTROLS = [
  control({
    method: 'GET',
    path: 'contacts/{id}/view',
    answers: 'the view of a guide that the agent sees; 409 when none is shown',
    run: ({ engine }, { params }) => viewOf(engine, params.id).shown,
  }),
  control({
    method: 'POST',
    path: 'contacts/{id}/view',
    takes: '`{action, data?}`: what the agent does in it',
    answers: 'the view that was answered; 409 when none is shown',
    run: async ({ engine }, { params, body }) => {
      const given = await body(answer);
      const view = viewOf(engine, params.id);
      view.answer(given);
      return view.shown;
    },
  }),
];
