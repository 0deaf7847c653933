import { customerLeg } from '../contacts/contact.ts';
import { hear } from '../contacts/hear.ts';
import { touch } from '../engine.ts';
import { isoTime, sleep } from '../scheduler.ts';
import type { FlowRun } from './action.ts';
import type { Prompt } from './prompt.ts';

/** Plays a prompt to the flow's participant and takes the time it takes. */
export const say = async (run: FlowRun, prompt: Prompt): Promise<void> => {
  const { engine, contact, side, memory, signal } = run;
  memory.lambdaChainMs = 0;
  await engine.runtimes.get(contact.id)?.outboundCall?.place();
  if (prompt.text !== '') {
    contact.spoken.push({ at: isoTime(engine.scheduler.now()), to: side, ...prompt });
    if (contact.spoken.length > 500) contact.spoken.shift();
    if (side === 'customer' && customerLeg(contact)?.state !== 'disconnected') {
      hear(engine, contact, prompt.text, prompt.kind);
    }
    touch(engine, contact);
  }
  const { speechMsPerCharacter, speechMaximumMs, promptMs } = engine.tuning;
  const duration =
    prompt.kind === 'prompt' ? promptMs : Math.min(speechMaximumMs, prompt.text.length * speechMsPerCharacter);
  await sleep(engine.scheduler, duration, signal);
};
