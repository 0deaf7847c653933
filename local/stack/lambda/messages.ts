/** What the runtime and a function's worker say to each other. Events and results travel as JSON text, as in Lambda. */

export interface WorkerSettings {
  readonly codeFolder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logGroup: string;
  readonly logStream: string;
}

export interface InvokeMessage {
  readonly type: 'invoke';
  readonly requestId: string;
  readonly traceId: string;
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** Lambda's error document. */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'init-failed'; readonly error: LambdaError }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly type: 'failed'; readonly requestId: string; readonly error: LambdaError };
