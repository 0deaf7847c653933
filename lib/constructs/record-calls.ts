import type { Configuration } from '../../functions/core/contracts/configuration.ts';

type Recordings = NonNullable<Configuration['connect']['recordings']>;

interface FlowAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: object;
  readonly Transitions: { readonly NextAction?: string };
}

/** As much of a flow in Connect's language as matters here. */
export interface Flow {
  readonly Metadata: { readonly ActionMetadata: object };
  readonly Actions: readonly FlowAction[];
}

/** The agent's and the customer's side; the part with the flow, before an agent is there, is not recorded. */
const RECORDED = ['Agent', 'Customer'];
const TELL = 'Tell that it is recorded';
const RECORD = 'Record the call';
/** In the flow designer, above the row that the flows begin with. */
const PLACES: Readonly<Record<string, object>> = { [TELL]: { x: 700, y: -220 }, [RECORD]: { x: 960, y: -220 } };

/**
 * The flow with recording switched on once the voice is set, and the customer told of it before that, where the deployment says
 * how: what cannot be announced then is not recorded. Recording itself begins with the agent. "Set recording behavior" has no
 * error branch: its page lists one, which the service refuses.
 */
export function recordCalls(flow: Flow, { announcement }: Pick<Recordings, 'announcement'>): Flow {
  const voice = flow.Actions.find(({ Type }) => Type === 'UpdateContactTextToSpeechVoice');
  const NextAction = voice?.Transitions.NextAction;
  if (NextAction === undefined)
    throw new Error('The flow sets no voice: it is not known where it may be recorded from');
  const record: FlowAction = {
    Identifier: RECORD,
    Type: 'UpdateContactRecordingBehavior',
    Parameters: { RecordingBehavior: { RecordedParticipants: RECORDED } },
    Transitions: { NextAction },
  };
  const unannounced = { NextAction: RECORD, Errors: [{ NextAction, ErrorType: 'NoMatchingError' }] };
  const tell: FlowAction = {
    Identifier: TELL,
    Type: 'MessageParticipant',
    Parameters: { Text: announcement },
    Transitions: unannounced,
  };
  const added = announcement === undefined ? [record] : [tell, record];
  const places = added.map(({ Identifier }) => [Identifier, { position: PLACES[Identifier], isFriendlyName: true }]);
  const [first = record] = added;
  const actions = flow.Actions.map((action) =>
    action === voice ? { ...action, Transitions: { ...action.Transitions, NextAction: first.Identifier } } : action,
  );
  return {
    ...flow,
    Metadata: { ...flow.Metadata, ActionMetadata: { ...flow.Metadata.ActionMetadata, ...Object.fromEntries(places) } },
    Actions: [...actions, ...added],
  };
}
