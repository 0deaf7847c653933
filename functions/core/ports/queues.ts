/** Messages from one function to another, now or later. */
import type {
  CallMessage,
  DialQueueMessage,
  DocumentMessage,
  ErasureMessage,
  ReadMessage,
  WriteBackMessage,
} from '../contracts/queue-messages.ts';

export interface ErasureQueue {
  send(message: ErasureMessage, delaySeconds: number): Promise<void>;
}

export interface CallQueue {
  send(message: DialQueueMessage, delaySeconds: number): Promise<void>;
}

/** Messages of the dial queue that wait longer than the queue can delay them: one for each call, and none is lost. */
export interface WakeUps {
  /** The message comes at that time, or up to a minute later. A call has one: another time moves it. */
  set(message: CallMessage, at: Date): Promise<void>;
  /** None is no failure: it has come already, or there was never one. */
  cancel(callId: string): Promise<void>;
}

export interface WriteBackQueue {
  send(message: WriteBackMessage): Promise<void>;
}

export interface ReadQueue {
  send(messages: readonly ReadMessage[]): Promise<void>;
}

export interface DocumentQueue {
  send(messages: readonly DocumentMessage[]): Promise<void>;
}
