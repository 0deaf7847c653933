/** One origin for every AWS service on the desk. What it promises: `AwsEdge` in `local/parts.ts`. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { acceptHttp2 } from '../connect/streams/accept-http2.ts';
import {
  type AwsEdge,
  type AwsEdgeOptions,
  SCHEDULER_SESSION,
  type ServiceRequest,
  type ServiceResponse,
} from '../parts.ts';
import { type Authentication, authenticate } from './authentication.ts';
import { requirePermissions } from './authorization.ts';
import { createAuthorize } from './authorize-request.ts';
import { startDynamoDb } from './dynamodb/dynamodb-service.ts';
import { explanation, isLocal, serviceOf } from './edge-routing.ts';
import { recordCall } from './edge-trace.ts';
import { AwsError, asAwsError, notServed, presentError, protocolOf } from './errors.ts';
import { ConnectionLost, createFaults, FAULTS_PATH } from './faults.ts';
import { readRequest, writeResponse } from './http-exchange.ts';
import { startKinesis } from './kinesis/kinesis-service.ts';
import { createPrincipals, type KeptCredentials } from './principals.ts';
import { startS3 } from './s3/s3-service.ts';
import { deliverToQueue } from './scheduler/deliver-message.ts';
import { startScheduler } from './scheduler/scheduler-service.ts';
import { startSecretsManager } from './secretsmanager/secrets-manager-service.ts';
import type { AwsService, Caller } from './service.ts';
import { startSqs } from './sqs/sqs-service.ts';
import { openStateFile } from './state-file.ts';
import { createSts } from './sts-service.ts';

export const startAwsEdge = async (options: AwsEdgeOptions): Promise<AwsEdge> => {
  const { region, accountId, trace, onObjectCreated } = options;
  const now = () => options.clock?.now() ?? new Date();
  const keptCredentials = openStateFile<KeptCredentials>(
    options.dataFolder && join(options.dataFolder, 'role-credentials.json'),
    {},
  );
  const principals = createPrincipals(options.admin, accountId, keptCredentials);
  const authentication: Authentication = { principals, region, now };
  const faults = createFaults();
  let origin = '';
  let stopping: Promise<void> | undefined;

  const kept = options.dataFolder === undefined ? {} : { dataFolder: options.dataFolder };
  const place = { region, accountId, now, ...kept };
  const s3 = startS3({ ...place, onObjectCreated });
  const services = new Map<string, AwsService>();
  const slow = await Promise.all([startDynamoDb(place), startSqs({ ...place, origin: () => origin })]);
  const credentialsOf = (roleArn: string) => principals.sessionOf(roleArn, SCHEDULER_SESSION);
  const scheduler = startScheduler({
    ...place,
    mayAssume: (roleArn) => credentialsOf(roleArn) !== undefined,
    deliver: deliverToQueue({ ...place, origin: () => origin, credentialsOf }),
  });
  const started = [s3, ...slow, startSecretsManager(place), startKinesis(place), scheduler, createSts(accountId)];
  for (const service of started) services.set(service.name, service);
  const elsewhere = new Map<string, (request: ServiceRequest) => Promise<ServiceResponse>>();

  const serveHere = async (service: AwsService, request: ServiceRequest, caller: Omit<Caller, 'principal'>) => {
    const startedAt = now();
    const began = performance.now();
    const { principal } = await authenticate(request, authentication, service.name);
    const call = service.read(request);
    let answer: ServiceResponse;
    let error: string | undefined;
    try {
      requirePermissions(principal, call.needs, region);
      answer = withRequestId(await faults.around(service.name, call, () => call.serve({ ...caller, principal })));
    } catch (thrown) {
      if (thrown instanceof ConnectionLost) throw thrown;
      const refused = asAwsError(thrown);
      error = refused.code;
      answer = presentError(refused, protocolOf(service.name));
    }
    const durationMs = performance.now() - began;
    const failed = error === undefined ? {} : { error };
    recordCall(trace, { service, call, principal, request, answer, startedAt, durationMs, ...failed });
    return answer;
  };

  const answerTo = async (request: ServiceRequest, caller: Omit<Caller, 'principal'>): Promise<ServiceResponse> => {
    if (request.path === FAULTS_PATH) return faults.control(request);
    const name = serviceOf(request);
    if (name === undefined && request.path === '/' && request.method === 'GET') return explanation;
    if (name === undefined || name === 's3') return answerFiles(request, caller);
    try {
      const other = elsewhere.get(name);
      if (other !== undefined) return await other(request);
      const service = services.get(name);
      if (service === undefined) throw notServed(`The service '${name}'`);
      return await serveHere(service, request, caller);
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      return presentError(asAwsError(error), protocolOf(name));
    }
  };

  const answerFiles = async (request: ServiceRequest, caller: Omit<Caller, 'principal'>): Promise<ServiceResponse> => {
    if (request.method === 'OPTIONS') return s3.preflight(request);
    let answer: ServiceResponse;
    try {
      answer = await serveHere(s3, request, caller);
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      answer = presentError(asAwsError(error), 'rest-xml');
    }
    return { ...answer, headers: { ...answer.headers, ...s3.corsHeaders(request) } };
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableEnded) gone.abort();
    });
    try {
      if (!isLocal(incoming.headers.host)) throw new AwsError('InvalidHost', 'Only for this machine', 421);
      if (stopping !== undefined) throw new AwsError('ServiceUnavailable', 'The local AWS edge is stopping', 503);
      const request = await readRequest(incoming);
      const address = incoming.socket.remoteAddress ?? '127.0.0.1';
      const answer = await answerTo(request, { address, gone: gone.signal });
      if (answer.connectionLost === true) response.destroy();
      else if (!gone.signal.aborted) writeResponse(response, answer, request.method === 'HEAD');
    } catch (error) {
      if (gone.signal.aborted) return;
      if (error instanceof ConnectionLost) response.destroy();
      else writeResponse(response, presentError(asAwsError(error), 'rest-xml'), false);
    }
  };

  const server = createServer((incoming, response) => void handle(incoming, response));
  const http2 = acceptHttp2(server, (incoming, response) => void handle(incoming, response));
  // Longer than the SDK keeps an idle socket, so that it never sends into one that is just being closed.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  }).catch(async (error: unknown) => {
    await Promise.all(started.map((service) => service.stop()));
    throw error;
  });
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`;

  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await scheduler.stop();
    // Ends long polls first; their callers still get an answer.
    await services.get('sqs')?.stop();
    server.closeIdleConnections();
    http2.close();
    const patience = setTimeout(() => server.closeAllConnections(), 1000);
    await closed;
    clearTimeout(patience);
    await Promise.all(
      started.filter(({ name }) => !['scheduler', 'sqs'].includes(name)).map((service) => service.stop()),
    );
    await keptCredentials.save();
  };

  return {
    origin,
    authorize: createAuthorize(authentication),
    addRole: (role) => principals.addRole(role),
    addService: (name, serve) => void elsewhere.set(name, serve),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
};

const withRequestId = (answer: ServiceResponse): ServiceResponse =>
  'x-amz-request-id' in answer.headers
    ? answer
    : { ...answer, headers: { 'x-amzn-requestid': randomUUID(), ...answer.headers } };
