/** The variables of a function: what the template says, and what Lambda itself sets. */
import type { RoleCredentials } from '../../parts.ts';
import type { FunctionDefinition } from '../deployment.ts';

export const functionEnvironment = (
  definition: FunctionDefinition,
  place: { readonly region: string; readonly endpoint: string },
  credentials: RoleCredentials,
  logStream: string,
): Readonly<Record<string, string>> => ({
  ...definition.environment,
  AWS_REGION: place.region,
  AWS_DEFAULT_REGION: place.region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
  /** Not set by Lambda: the one way in which a function meets the local services. */
  AWS_ENDPOINT_URL: place.endpoint,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
  AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: logStream,
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  LAMBDA_TASK_ROOT: definition.codeFolder,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  _HANDLER: definition.handler,
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
});
