/**
 * Moves every dead-letter queue's messages back to where they are worked on: `npm run replay -- [--stack NAME]`. Without a name
 * it is the calling stack of the configuration. Region, credentials and endpoint come from the environment, as for every AWS tool.
 */
import { parseArgs } from 'node:util';
import { type DeadLetters, deadLettersOf } from '../functions/adapters/dead-letters.ts';
import { readConfiguration } from '../lib/read-configuration.ts';

const USAGE = 'npm run replay -- [--stack NAME]';

async function replay(stack: string): Promise<void> {
  const queues = await deadLettersOf(`${stack}-`);
  if (queues.length === 0) throw new Error(`no stack ${stack} with dead-letter queues here: ${USAGE}`);
  for (const queue of queues) console.log(`${queue.name}: ${await replayed(queue)}`);
}

/** The others go on when one cannot: a move that is still under way is refused a second time. */
async function replayed(queue: DeadLetters): Promise<string> {
  if (queue.messages === 0) return 'empty';
  try {
    await queue.replay();
    return `about ${queue.messages} put back`;
  } catch (error) {
    process.exitCode = 1;
    return `not put back: ${error instanceof Error ? error.message : error}`;
  }
}

try {
  const { values } = parseArgs({ options: { stack: { type: 'string' } } });
  const configured = () => `${readConfiguration(process.env.CTI_CONFIG ?? 'cti.config.json').name}-calling`;
  await replay(values.stack ?? configured());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
