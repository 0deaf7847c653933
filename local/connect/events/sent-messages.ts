/** The newest messages of one kind, for the control calls, and who wants to hear of the next one. */
type Message = Readonly<Record<string, unknown>>;

export interface SentMessages {
  add(message: Message): void;
  /** Oldest first. */
  recent(): readonly Message[];
  subscribe(listener: (message: Message) => void): () => void;
}

const KEPT = 1_000;

export const createSentMessages = (): SentMessages => {
  const messages: Message[] = [];
  const listeners = new Set<(message: Message) => void>();
  return {
    add: (message) => {
      messages.push(message);
      if (messages.length > KEPT) messages.shift();
      for (const listener of listeners) listener(message);
    },
    recent: () => messages,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
