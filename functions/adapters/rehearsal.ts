/** A command of any AWS client, as far as a rehearsal needs it. */
interface Rehearsable {
  readonly middlewareStack: {
    add(
      middleware: () => () => Promise<never>,
      options: { step: 'deserialize'; priority: 'low'; name: string; override: true },
    ): void;
  };
}

const notSent = () => async (): Promise<never> => {
  throw new Error('only rehearsed');
};

/**
 * Takes a command as far as the connection, where it ends: it is serialized and signed, and nothing is sent. So the code for it
 * is compiled, and the client knows endpoint and credentials, when the first invocation needs them. For what has no harmless
 * read of its own, and needs no permission for one.
 * @param send the command, with the client that is meant
 */
export async function rehearsed(command: Rehearsable, send: () => Promise<unknown>): Promise<void> {
  command.middlewareStack.add(notSent, { step: 'deserialize', priority: 'low', name: 'rehearsal', override: true });
  await send().catch(() => undefined);
}
