/** One service API call: route, signature and policy, throttle, faults, input, operation, answer. */
import { randomUUID } from 'node:crypto';
import type { AuthorizeRequest, ServiceRequest, ServiceResponse } from '../../parts.ts';
import type { Engine } from '../engine.ts';
import { ServiceError } from './errors.ts';
import { decodeInput, encodeOutput, matchOperation, statusOf } from './model.ts';
import { OPERATIONS } from './operations/index.ts';

const refused = (error: ServiceError): ServiceResponse => ({
  status: statusOf(error.type),
  headers: {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    'x-amzn-errortype': error.type,
  },
  body: JSON.stringify({ ...error.members, Message: error.message, message: error.message }),
});

const injected = ({ error = 'InternalServiceException', message = 'Injected by the simulator' }) =>
  new ServiceError(error, message);

/** Who asked never hears of it; status and body are of no importance. */
const CONNECTION_LOST: ServiceResponse = { status: 500, headers: {}, body: '', connectionLost: true };

/**
 * Control of the instance is not paced by the account's two per second here, since a deployment makes dozens of these at
 * once, unless `PUT /simulator/quotas` names the operation.
 */
const PACED = new Set([
  'StartOutboundVoiceContact',
  'StartTaskContact',
  'TransferContact',
  'AssociateContactWithUser',
  'DismissUserContact',
  'UpdateContactRoutingData',
  'SearchContacts',
  'TagContact',
  'UntagContact',
  'GetCurrentMetricData',
  'StopContact',
  'StartContactRecording',
  'StopContactRecording',
  'SuspendContactRecording',
  'ResumeContactRecording',
  'DescribeContact',
  'GetContactAttributes',
  'UpdateContactAttributes',
  'UpdateContact',
  'ListContactReferences',
  'GetCurrentUserData',
  'PutUserStatus',
  'PauseContact',
  'ResumeContact',
  'UpdateContactSchedule',
  'MonitorContact',
  'ListAssociatedContacts',
]);

export const createService =
  (engine: Engine, authorize: AuthorizeRequest) =>
  async (request: ServiceRequest): Promise<ServiceResponse> => {
    const match = matchOperation(request.method, request.path);
    if (match === undefined) return refused(new ServiceError('UnknownOperationException', 'No such operation'));
    const { name } = match.operation;
    const operation = OPERATIONS.get(name);
    try {
      if (operation === undefined) {
        throw new ServiceError('NotImplemented', `The local Connect does not serve ${name}`);
      }
      const input = decodeInput(match.operation, match.labels, request.query, request.body);
      const permission = await authorize(request, {
        action: `connect:${name}`,
        resources: operation.resources(engine, input),
        context: { 'connect:InstanceId': engine.instance.id },
      });
      if (!permission.allowed) return permission.refused;
      const paced = PACED.has(name) || engine.quotas.settings().operations[name] !== undefined;
      if (paced && !engine.quotas.take(name)) {
        throw new ServiceError('TooManyRequestsException', 'Too Many Requests');
      }
      const drawn = engine.faults.draw(name);
      await engine.faults.latency(drawn);
      const fault = drawn?.fault;
      const onlySlow = fault?.latencyMs !== undefined || fault?.jitterMs !== undefined;
      const fails = fault !== undefined && (fault.error !== undefined || !onlySlow || fault.abort);
      const failure = () => {
        if (fault?.abort === true) return CONNECTION_LOST;
        return refused(injected(fault ?? {}));
      };
      if (fails && fault.afterwards !== true) return failure();
      const output = await operation.run(engine, input);
      if (fails) return failure();
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() },
        body: encodeOutput(output),
      };
    } catch (error) {
      if (error instanceof ServiceError) return refused(error);
      engine.trace.record({
        part: 'connect',
        title: `${name} broke`,
        ok: false,
        detail: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      });
      return refused(new ServiceError('InternalServiceException', 'Internal failure'));
    }
  };
