import { withDates } from '../wire.ts';
import { agentCommands } from './agent-commands.ts';
import { type Command, type CommandAnswer, type CommandContext, CommandError, type Data } from './command.ts';
import { contactCommands } from './contact-commands.ts';
import { voiceCommands } from './voice-commands.ts';

/** By the names that the packages of the SDK send, whatever their namespace. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ...agentCommands,
  ...contactCommands,
  ...voiceCommands,
  // The session of the local softphone does not end by idleness.
  sendActivity: () => ({}),
};

export const answerCommand = async (
  command: string,
  data: Data,
  context: CommandContext,
  more: Readonly<Record<string, Command>> = {},
): Promise<CommandAnswer> => {
  const commands = { ...COMMANDS, ...more };
  const handler = Object.hasOwn(commands, command) ? commands[command] : undefined;
  const update = context.updates.newest;
  if (!handler) return { ok: false, errorKey: 'handlerNotFound', reason: 'No handler for command' };
  if (!update) return { ok: false, errorKey: 'notReady', reason: 'The agent is not loaded yet' };
  try {
    return { ok: true, data: withDates(await handler(data, update, context)) };
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, errorKey: error.errorKey, reason: error.message };
    throw error;
  }
};
