/** What one action type is: its rules at publication, and what it does. */
import type { Agent } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import type { Flow, FlowType, Instance, Queue } from '../instance.ts';
import type { FlowAction, FlowCondition } from './language.ts';
import type { ModuleContract } from './module-contract.ts';

/** What a flow remembers while it runs; nothing of it is in the contact's record. */
export interface FlowMemory {
  /** `$.External`: the latest Lambda result. */
  external: Record<string, unknown>;
  /** `$.FlowAttributes`: gone when another flow takes over. */
  flowAttributes: Record<string, string>;
  storedInput: string;
  /** `$.LambdaInvocation.InvocationId` of the last function that nobody waits for. */
  invocationId: string;
  metrics: Record<string, unknown>;
  /** Turns that are left, by the Loop action's identifier. */
  /** `$.Modules`: what this module was given, and what the last one that was invoked gave back. */
  modules: { Input?: unknown; Result?: string; ResultData?: unknown };
  /** `$.Views`: what the agent did in the last view. */
  views: { Action?: string; ViewResultData?: unknown };
  /** Functions that run or ran while the flow goes on, by the id of their invocation. */
  readonly invocations: Map<string, Invocation>;
  readonly loops: Map<string, number>;
  /** Time spent in Lambda functions since the customer last heard something. */
  lambdaChainMs: number;
  /** Steps since something was last waited for, over flows and modules: what tells a flow that spins. */
  stepsWithoutWaiting: number;
}

/** A function that nobody waits for until its result is asked for. */
export interface Invocation {
  /** Resolves when it has returned or failed. */
  readonly settled: Promise<void>;
  outcome?: { readonly response: Record<string, unknown> } | { readonly problem: string };
}

export interface FlowRun {
  readonly engine: Engine;
  readonly contact: Contact;
  readonly flow: Flow;
  /** Whom prompts are played to. */
  readonly side: 'customer' | 'agent';
  /** Known in whispers only, as `$.Agent`. */
  readonly agent?: Agent;
  readonly memory: FlowMemory;
  readonly signal: AbortSignal;
  /** Modules around this one: 0 in a flow. */
  readonly depth: number;
  /** Resolves the references in a text. */
  value(text: string): string;
}

export type FlowOutcome =
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'end' }
  | { readonly kind: 'enqueue'; readonly queue: Queue }
  | { readonly kind: 'transfer-queue'; readonly queue: Queue }
  | { readonly kind: 'transfer-flow'; readonly flow: Flow }
  /** To the agent whose queue is the working queue. */
  | { readonly kind: 'transfer-agent' }
  /** The customer talks to a third party and the flow is left behind. */
  | { readonly kind: 'handed-over' }
  /** A module is through: its caller goes on. */
  | { readonly kind: 'end-module'; readonly result?: string; readonly data: Readonly<Record<string, unknown>> }
  /** The flow cannot go on: no branch for what happened, or it spins without time passing. */
  | { readonly kind: 'failed'; readonly why: string };

export type ActionResult =
  | { readonly next: 'default'; readonly detail?: string }
  | { readonly next: 'error'; readonly errorType: string; readonly detail?: string }
  /** Conditions are tried in order; `otherwise` is the error branch when none holds, else NextAction. */
  | { readonly next: 'condition'; readonly value: string; readonly otherwise?: string; readonly detail?: string }
  /** The module runs, then the branch that it returns by follows. */
  | {
      readonly next: 'module';
      readonly module: Flow;
      readonly input: Readonly<Record<string, unknown>>;
      readonly detail?: string;
    }
  | { readonly next: 'outcome'; readonly outcome: FlowOutcome; readonly detail?: string };

export const done = (detail?: string): ActionResult => ({ next: 'default', ...(detail !== undefined && { detail }) });
export const failed = (detail: string, errorType = 'NoMatchingError'): ActionResult => ({
  next: 'error',
  errorType,
  detail,
});
export const finish = (outcome: FlowOutcome): ActionResult => ({ next: 'outcome', outcome });

/** Watches an action, or answers in its place; `perform` runs it, with other parameters if given. */
export type AroundAction = (
  run: FlowRun,
  action: FlowAction,
  perform: (parameters?: Readonly<Record<string, unknown>>) => Promise<ActionResult>,
) => Promise<ActionResult>;

/** Complains about one parameter; `undefined` when it is fine. */
export type ParameterCheck = (value: unknown, instance: Instance) => string | undefined;

/** Where an action stands when it is published. */
export interface Publication {
  readonly instance: Instance;
  readonly flowType: FlowType;
  /** Of the module that is published; without promises for a flow. */
  readonly contract: ModuleContract;
}

export interface ParameterRule {
  readonly required?: boolean;
  readonly check: ParameterCheck;
}

export interface ActionDefinition {
  readonly type: string;
  /** Flow types that may contain it; without it every type. */
  readonly flowTypes?: readonly FlowType[];
  readonly parameters: Readonly<Record<string, ParameterRule>>;
  /** Rules over several parameters. */
  readonly check?: (parameters: Readonly<Record<string, unknown>>, publication: Publication) => string | undefined;
  readonly errors: (action: FlowAction) => {
    readonly required: readonly string[];
    readonly optional?: readonly string[];
  };
  /** Complains about the conditions; without it none are allowed. */
  readonly conditions?: (
    conditions: readonly FlowCondition[],
    action: FlowAction,
    publication: Publication,
  ) => string | undefined;
  readonly terminal?: boolean;
  /** What the service does and this does not, for the README; without it nothing is known to be missing. */
  readonly partial?: string;
  run(
    run: FlowRun,
    parameters: Readonly<Record<string, unknown>>,
    action: FlowAction,
  ): Promise<ActionResult> | ActionResult;
}

export const NO_MATCHING_ERROR = () => ({ required: ['NoMatchingError'] });
/** The service accepts these with or without the branch. */
export const OPTIONAL_NO_MATCHING_ERROR = () => ({ required: [], optional: ['NoMatchingError'] });
export const NO_ERRORS = () => ({ required: [] });

export const ENTRY_FLOWS: readonly FlowType[] = ['CONTACT_FLOW', 'AGENT_TRANSFER', 'QUEUE_TRANSFER', 'MODULE'];
export const VOICE_FLOWS: readonly FlowType[] = [...ENTRY_FLOWS, 'CUSTOMER_QUEUE'];
export const WHISPER_FLOWS: readonly FlowType[] = ['AGENT_WHISPER', 'CUSTOMER_WHISPER', 'OUTBOUND_WHISPER'];

export const textOf = (parameters: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = parameters[name];
  return typeof value === 'string' ? value : undefined;
};
