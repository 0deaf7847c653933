import { type ActionDefinition, done, NO_MATCHING_ERROR } from '../action.ts';
import { isRecord } from '../language.ts';
import { record, required } from '../parameter-rules.ts';

/** `FlowAttributes: {name: {Value: "…"}}`, or plain strings as some exports have them. */
export const updateFlowAttributes: ActionDefinition = {
  type: 'UpdateFlowAttributes',
  parameters: { FlowAttributes: required(record) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const entries = isRecord(parameters.FlowAttributes) ? Object.entries(parameters.FlowAttributes) : [];
    for (const [key, entry] of entries) {
      run.memory.flowAttributes[key] = run.value(String(isRecord(entry) ? (entry.Value ?? '') : entry));
    }
    return done(entries.map(([key]) => key).join(', '));
  },
};
