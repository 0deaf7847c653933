/** Says what changed, once per turn of the event loop, so that one step of the engine is one change to its listeners. */
import { EventEmitter } from 'node:events';

export interface Changes {
  contact(contactId: string): void;
  phone(number: string): void;
  agent(username: string): void;
  /** Flows, associations, origins: matters to what is kept, not to who listens. */
  instance(): void;
  on(kind: 'contact' | 'phone' | 'agent' | 'instance', listener: (key: string) => void): () => void;
}

type Kind = 'contact' | 'phone' | 'agent' | 'instance';

export const createChanges = (): Changes => {
  const emitter = new EventEmitter().setMaxListeners(0);
  const pending = new Map<string, { kind: Kind; key: string }>();
  const flush = () => {
    const changed = [...pending.values()];
    pending.clear();
    for (const { kind, key } of changed) emitter.emit(kind, key);
  };
  const mark = (kind: Kind, key: string) => {
    if (pending.size === 0) queueMicrotask(flush);
    pending.set(`${kind} ${key}`, { kind, key });
  };
  return {
    contact: (contactId) => mark('contact', contactId),
    phone: (number) => mark('phone', number),
    agent: (username) => mark('agent', username),
    instance: () => mark('instance', ''),
    on: (kind, listener) => {
      emitter.on(kind, listener);
      return () => emitter.off(kind, listener);
    },
  };
};
