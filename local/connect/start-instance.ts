/** One local Amazon Connect instance: service API, softphone and simulator controls on one port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  ConnectOptions,
  ConnectSurroundings,
  LocalConnect,
  ServiceRequest,
  ServiceResponse,
  Trace,
} from '../parts.ts';
import type { AgentEngine } from './agent-session.ts';
import { createAgentEngine } from './agents/agent-engine.ts';
import { createAuthentication } from './agents/authentication.ts';
import { createCcpRoutes } from './ccp/routes.ts';
import { type ClockMode, createClock } from './clock.ts';
import { createEngine } from './create-engine.ts';
import { sendAgentEvents } from './events/agent-events.ts';
import { sendContactRecords } from './events/contact-records.ts';
import type { InstanceSeed } from './instance.ts';
import { readBody } from './read-body.ts';
import { storeRecordings } from './recordings/store-recordings.ts';
import { isoTime } from './scheduler.ts';
import { createService } from './service/serve.ts';
import { createSimulatorRoutes } from './simulator/routes.ts';
import { openStateFile } from './state-file.ts';
import { acceptHttp2 } from './streams/accept-http2.ts';
import { isKinesis, serveKinesis } from './streams/kinesis-service.ts';
import type { StreamStore } from './streams/stream-store.ts';
import type { Tuning } from './tuning.ts';
import { WorkspaceApps } from './workspace/apps.ts';

export interface InstanceSetup {
  /** What exists before anything is created through the API. */
  readonly seed: InstanceSeed;
  readonly tuning?: Partial<Tuning>;
  /** Virtual time stands still until a control call moves it. */
  readonly clockMode?: ClockMode;
  /** Kinesis on the same port, for who has no AWS around the instance. */
  readonly streams?: StreamStore;
}

/** Also carries the engine behind the softphones, which tests drive without a browser. */
export interface RunningConnect extends LocalConnect {
  readonly agents: AgentEngine;
  /** Third-party apps of the agent workspace at `/agent-app-v2/`. */
  readonly apps: WorkspaceApps;
}

/** Largest body of the service API: a flow has at most 256,000 characters. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Whoever takes longer to send its headers or its request gets status 408; looked after every second. */
const SLOWEST_CLIENT = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };

const serviceRequest = (request: IncomingMessage, body: Buffer): ServiceRequest => {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: request.method ?? 'GET',
    path,
    query,
    headers: Object.fromEntries(headers),
    body,
  };
};

export const startInstance = async (options: ConnectOptions, setup: InstanceSetup): Promise<RunningConnect> => {
  const { region, accountId, instanceId } = options;
  const clock = createClock({
    mode: setup.clockMode ?? 'real',
    ...(options.clock !== undefined && { machine: options.clock }),
  });
  const surroundings: ConnectSurroundings = {
    ...options.surroundings,
    invokeFunction: (...invocation) => clock.outside(options.surroundings.invokeFunction(...invocation)),
  };
  const trace: Trace = {
    ...options.trace,
    record: (step) => options.trace.record({ at: isoTime(clock.now()), ...step }),
  };
  const stopping = new AbortController();
  const engine = createEngine({
    place: { instanceId, region, accountId },
    seed: setup.seed,
    scheduler: clock,
    surroundings,
    trace,
    stopping: stopping.signal,
    ...(setup.tuning !== undefined && { tuning: setup.tuning }),
  });
  const state = options.dataFolder === undefined ? undefined : await openStateFile(engine, options.dataFolder);
  sendContactRecords(engine);
  storeRecordings(engine);
  const agents = { ...createAgentEngine(engine), ...sendAgentEvents(engine) };
  const serve = createService(engine, options.authorize);
  const apps = new WorkspaceApps();
  const simulator = createSimulatorRoutes({ engine, agents, clock, apps });
  const ccp = createCcpRoutes({
    engine: agents,
    apps,
    authenticate: createAuthentication(engine.instance),
    ...(options.clock !== undefined && { clock: options.clock }),
    ...(options.verifyToken !== undefined && { verifyToken: options.verifyToken }),
    ...(options.tokenOrigins !== undefined && { tokenOrigins: () => options.tokenOrigins ?? [] }),
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Of what is no address, such as `//`, no page is asked.
    const addressed = URL.canParse(request.url ?? '/', 'http://localhost');
    if (addressed && ((await simulator(request, response)) || (await ccp(request, response)))) return;
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === undefined) {
      response.writeHead(413).end();
      return;
    }
    const asked = serviceRequest(request, body);
    const { streams } = setup;
    const forStreams = streams !== undefined && isKinesis(asked);
    const answer: ServiceResponse = forStreams ? serveKinesis(streams, asked) : await serve(asked);
    if (answer.connectionLost === true) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => {
      // Who has gone, or was too slow, is told nothing.
      if (request.destroyed && !request.complete) return;
      trace.record({ part: 'connect', title: 'request broke', ok: false, detail: { error: String(error) } });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
  const server = createServer(SLOWEST_CLIENT, listener);
  const http2 = acceptHttp2(server, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    instanceArn: engine.instance.arn,
    agents,
    apps,
    serve,
    stop: async () => {
      stopping.abort(new Error('the local Connect stops'));
      ccp.close();
      clock.stop();
      await state?.flush();
      server.closeAllConnections();
      http2.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
