import { runtimeOf, touch } from '../../engine.ts';
import { isoTime, sleep } from '../../scheduler.ts';
import { type ActionDefinition, failed } from '../action.ts';
import { isRecord } from '../language.ts';
import { optional, record, required } from '../parameter-rules.ts';
import { resolvedMembers } from '../resolve.ts';

/**
 * A page of an agent's step-by-step guide. It is kept on the contact and waits for what the agent does in it, which the
 * control `POST /simulator/contacts/{id}/view` tells: the action is the result that conditions follow, and stands in
 * `$.Views.Action` with `$.Views.ViewResultData`. Guides are chats in the service; here they run beside the contact, so
 * that the action works in flows for the agent only.
 */
export const showView: ActionDefinition = {
  type: 'ShowView',
  partial:
    'views are shown by id with their data, not checked and not drawn; in guides (DefaultAgentUI, DisconnectAgentUI) only',
  flowTypes: ['CONTACT_FLOW', 'CUSTOMER_QUEUE', 'MODULE'],
  parameters: {
    ViewResource: required((value) =>
      isRecord(value) && typeof value.Id === 'string' ? undefined : 'must have the Id of a view',
    ),
    // The reference writes a number, exports a text.
    InvocationTimeLimitSeconds: required((value) => (Number(value) > 0 ? undefined : 'must be more than 0 seconds')),
    ViewData: optional(record),
    SensitiveDataConfiguration: optional(record),
  },
  errors: () => ({ required: ['NoMatchingError', 'NoMatchingCondition', 'TimeLimitExceeded'] }),
  conditions: (conditions) =>
    conditions.every(({ Condition }) => Condition.Operator === 'Equals') ? undefined : 'only Equals is allowed',
  run: async (run, parameters) => {
    const { engine, contact, memory } = run;
    if (run.side !== 'agent') return failed('views are shown to agents only');
    const { Id = '', Version } = isRecord(parameters.ViewResource) ? parameters.ViewResource : {};
    const shown = {
      viewId: run.value(String(Id)),
      ...(Version !== undefined && { version: String(Version) }),
      flow: run.flow.name,
      at: isoTime(engine.scheduler.now()),
      data: resolvedMembers(run, parameters.ViewData),
    };
    const runtime = runtimeOf(engine, contact);
    const { promise, resolve } = Promise.withResolvers<{ action: string; data: Readonly<Record<string, unknown>> }>();
    runtime.view = { shown, answer: resolve };
    touch(engine, contact);
    const over = new AbortController();
    try {
      const answer = await Promise.race([
        promise,
        sleep(
          engine.scheduler,
          Number(parameters.InvocationTimeLimitSeconds) * 1_000,
          AbortSignal.any([run.signal, over.signal]),
        ).then(() => undefined),
      ]);
      if (answer === undefined) return failed('the agent did nothing in time', 'TimeLimitExceeded');
      memory.views = { Action: answer.action, ViewResultData: answer.data };
      return { next: 'condition', value: answer.action, otherwise: 'NoMatchingCondition', detail: shown.viewId };
    } finally {
      over.abort(new Error('answered'));
      if (runtime.view?.shown === shown) delete runtime.view;
      touch(engine, contact);
    }
  },
};
