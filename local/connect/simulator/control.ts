/** One control of the simulator: what README.md says of it and what it does stand in one place. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as v from 'valibot';
import type { AgentEngine } from '../agent-session.ts';
import type { InstanceClock } from '../clock.ts';
import type { Engine } from '../engine.ts';
import type { WorkspaceApps } from '../workspace/apps.ts';

/** What the controls work on. */
export interface Controlled {
  readonly engine: Engine;
  readonly agents: AgentEngine;
  readonly clock: InstanceClock;
  readonly apps: WorkspaceApps;
}

/** Thrown by a control that cannot do what was asked; `status` is that of HTTP. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** What came with the request. */
export interface Given<Name extends string = string> {
  /** The segments of the path that stand in braces, decoded. */
  readonly params: Readonly<Record<Name, string>>;
  readonly query: URLSearchParams;
  /** The body as JSON of that shape; a `Refusal` with status 400 says what is wrong with it. */
  body<Schema extends v.GenericSchema>(schema: Schema): Promise<v.InferOutput<Schema>>;
}

interface Description<Path extends string> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below `/simulator/`; `{name}` is any one segment. */
  readonly path: Path;
  /** The last two columns of the table in README.md. */
  readonly takes?: string;
  readonly answers: string;
}

interface Answering<Path extends string> extends Description<Path> {
  /** What it returns is sent as JSON. */
  run(controlled: Controlled, given: Given<NamesIn<Path>>): unknown;
}
interface Sending<Path extends string> extends Description<Path> {
  /** Sends its own answer. */
  send(controlled: Controlled, given: Given<NamesIn<Path>>, request: IncomingMessage, response: ServerResponse): void;
}
export type Control = Answering<string> | Sending<string>;

/** A control whose `params` are those that its path names. */
export const control = <const Path extends string>(one: Answering<Path> | Sending<Path>): Control => one;
