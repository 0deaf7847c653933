/** The live trace: what one call does on its way through webhook, functions, store, Connect, flow, events and desktop. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TraceStep } from '../../parts.ts';
import { loadTrace } from './api.ts';

const SHOWN = 2_000;
/** The call that was asked for last, whichever it is. */
const NEWEST = 'newest';
const EVERYTHING = 'everything';

export function TraceArea({ stream }: { stream: EventSource }) {
  const [steps, setSteps] = useState<readonly TraceStep[]>([]);
  const [only, setOnly] = useState(NEWEST);
  useEffect(() => {
    loadTrace().then((recent) => setSteps(recent.slice(-SHOWN)));
    const add = (event: MessageEvent<string>) => {
      const step = JSON.parse(event.data) as TraceStep;
      setSteps((before) => [...before, step].slice(-SHOWN));
    };
    stream.addEventListener('trace', add);
    return () => stream.removeEventListener('trace', add);
  }, [stream]);

  const calls = useMemo(() => [...new Set(steps.flatMap(({ callId }) => callId ?? []))].toReversed(), [steps]);
  const shown = useMemo(() => {
    // Everything is watched as it comes, newest first; one call is read as a story.
    if (only === EVERYTHING) return steps.toReversed();
    const callId = only === NEWEST ? calls[0] : only;
    return callId === undefined ? [] : related(steps, callId);
  }, [steps, calls, only]);

  return (
    <section class="area trace" aria-label="Live trace">
      <div class="area-head">
        <h2>Live trace</h2>
        <label>
          of{' '}
          <select value={only} onChange={(event) => setOnly(event.currentTarget.value)}>
            <option value={NEWEST}>the newest call</option>
            <option value={EVERYTHING}>everything</option>
            {calls.map((callId) => (
              <option key={callId} value={callId}>
                {callId}
              </option>
            ))}
          </select>
        </label>
      </div>
      {shown.length === 0 && <p class="quiet">Quiet. Press Call beside a person and watch the call travel.</p>}
      <ol class="steps-list">
        {shown.map((step, index) => (
          <li key={`${step.at}-${index}`} class={step.ok ? '' : 'failed'}>
            <Step step={step} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { step: TraceStep }) {
  const line = (
    <>
      <time dateTime={step.at}>{step.at.slice(11, 23)}</time>
      <span class="part">{step.part}</span>
      <span class="title" dir="auto">
        {shortened(step.title)}
      </span>
      <span class="took">
        {step.durationMs === undefined ? '' : `${step.durationMs.toFixed(step.durationMs < 10 ? 1 : 0)} ms`}
      </span>
    </>
  );
  if (step.detail === undefined) return <div class="step">{line}</div>;
  return (
    <details>
      <summary class="step">{line}</summary>
      <pre>{JSON.stringify(step.detail, undefined, 2)}</pre>
    </details>
  );
}

/** `opportunity-cti-data-OpportunitiesTable-4hmuf7tgckd0` is a mouthful: the logical name says it. */
const shortened = (title: string): string => title.replace(/\bopportunity-cti-[a-z]+-(\w+?)-[a-z0-9]{12}\b/g, '$1');

/** The steps of a call, and those joined to them by the Connect contact or by the request that they were part of. */
function related(steps: readonly TraceStep[], callId: string): readonly TraceStep[] {
  const direct = steps.filter((step) => step.callId === callId);
  const contacts = new Set(direct.flatMap(({ connectContactId }) => connectContactId ?? []));
  const requests = new Set(
    steps
      .filter((step) => step.callId === callId || contacts.has(step.connectContactId ?? ''))
      .flatMap(({ correlationId }) => correlationId ?? []),
  );
  return steps
    .filter(
      (step) =>
        step.callId === callId || contacts.has(step.connectContactId ?? '') || requests.has(step.correlationId ?? ''),
    )
    .sort((one, other) => one.at.localeCompare(other.at));
}
