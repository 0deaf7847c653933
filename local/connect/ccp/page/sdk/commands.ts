import { withDates } from '../wire.ts';
import { agentCommands } from './agent-commands.ts';
import { type Command, type CommandAnswer, type CommandContext, CommandError, type Data } from './command.ts';
import { contactCommands } from './contact-commands.ts';
import { voiceCommands } from './voice-commands.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  ...agentCommands,
  ...contactCommands,
  ...voiceCommands,
  sendActivity: () => ({}),
};

export const answerCommand = async (command: string, data: Data, context: CommandContext): Promise<CommandAnswer> => {
  const handler = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  const update = context.update();
  if (!handler) return { ok: false, errorKey: 'handlerNotFound', reason: 'No handler for command' };
  if (!update) return { ok: false, errorKey: 'notReady', reason: 'The agent is not loaded yet' };
  try {
    return { ok: true, data: withDates(await handler(data, update, context)) };
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, errorKey: error.errorKey, reason: error.message };
    throw error;
  }
};
