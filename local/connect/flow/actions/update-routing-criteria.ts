import { setRoutingCriteria } from '../../queues/follow-routing-criteria.ts';
import { readRoutingSteps } from '../../queues/read-routing-steps.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, VOICE_FLOWS } from '../action.ts';
import { isDynamic, isRecord, parseJson } from '../language.ts';
import { required } from '../parameter-rules.ts';
import { resolved } from '../resolve.ts';

const REFERENCE = '"$.';

/** The steps may be given as a whole by a reference, or have references in them. */
const updateRoutingCriteriaAs = (type: string): ActionDefinition => ({
  type,
  flowTypes: VOICE_FLOWS,
  parameters: {
    RoutingCriteria: required((value) => {
      if (typeof value === 'string' && isDynamic(value)) return undefined;
      // What a reference stands for is known when the flow runs.
      if (JSON.stringify(value).includes(REFERENCE)) return undefined;
      const read = readRoutingSteps(value);
      return read.ok ? undefined : `is not valid: ${read.problem}`;
    }),
  },
  errors: NO_MATCHING_ERROR,
  run: (run, { RoutingCriteria }) => {
    const given = resolved(run, RoutingCriteria);
    const criteria = typeof given === 'string' ? parseJson(given) : given;
    if (!isRecord(criteria)) return failed('no routing criteria');
    const read = readRoutingSteps(criteria);
    if (!read.ok) return failed(read.problem);
    setRoutingCriteria(run.engine, run.contact, read.steps);
    return done(`${read.steps.length} steps`);
  },
});

/** As the flow language's reference names it. */
export const updateRoutingCriteria = updateRoutingCriteriaAs('UpdateRoutingCriteria');
/** As third parties found the service to accept it; both names are, until a live export shows which one is right. */
export const updateContactRoutingCriteria = updateRoutingCriteriaAs('UpdateContactRoutingCriteria');
