import type { ServiceRequest, ServiceResponse, TraceStep } from '../parts.ts';

/** One permission that a call needs. */
export interface Need {
  /** `s3:GetObject` */
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Who is calling, once the signature has been checked. */
export interface Principal {
  /** `arn:aws:sts::123456789012:assumed-role/<role>/<session>` for a role. */
  readonly arn: string;
  readonly accessKeyId: string;
  may(need: Need): Decision;
}

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly because: string };

/** A request that its service has understood but not served yet. */
export interface ServiceCall {
  readonly operation: string;
  readonly needs: readonly Need[];
  /** What the call touches, for the trace: `opportunity-cti-data`. Never a value of an item or a message. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Whether the answer is a step of a call's story; absent means yes. */
  worthTelling?(answer: ServiceResponse): boolean;
  serve(caller: Caller): Promise<ServiceResponse>;
}

export interface Caller {
  readonly principal: Principal;
  readonly address: string;
  /** Aborted when the caller has gone before the answer. */
  readonly gone: AbortSignal;
}

/** A service that the edge serves itself. */
export interface AwsService {
  /** As in the credential scope: `dynamodb`. */
  readonly name: string;
  readonly tracePart: TraceStep['part'];
  /** @throws AwsError when the operation is not one of ours or the request cannot be read. */
  read(request: ServiceRequest): ServiceCall;
  stop(): Promise<void>;
}
