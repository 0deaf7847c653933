/** What the instance may use, and who may frame its softphone. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { resourceArn } from '../../instance.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, pageOf, requiredText, textMap } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';

/** Quotas per instance and Region. */
const MAX_FUNCTIONS = 50;
const MAX_ORIGINS = 100;
const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_$]+)?$/;

const functions = (engine: Engine) =>
  [...engine.instance.associations.values()].filter(({ type }) => type === 'LAMBDA_FUNCTION');

const associate = (engine: Engine, type: string, arn: string, tags: Readonly<Record<string, string>>) => {
  if (type === 'LAMBDA_FUNCTION') {
    if (!LAMBDA_ARN.test(arn)) throw invalidParameter('The ARN is no Lambda function');
    if (functions(engine).length >= MAX_FUNCTIONS)
      throw new ServiceError('ServiceQuotaExceededException', 'Lambda functions per instance');
  }
  if ([...engine.instance.associations.values()].some((known) => known.type === type && known.arn === arn)) {
    throw new ServiceError('DuplicateResourceException', `${arn} is associated already`);
  }
  const association = { id: randomUUID(), type, arn, tags };
  engine.instance.associations.set(association.id, association);
  engine.changes.instance();
  return association;
};

/**
 * `LAMBDA_FUNCTION` is a type of CloudFormation's AWS::Connect::IntegrationAssociation; the API proper has
 * AssociateLambdaFunction for it. Both are taken, since the deployment here speaks only the API.
 */
export const createIntegrationAssociation: ServiceOperation = {
  partial: 'any type is kept; only LAMBDA_FUNCTION has an effect',
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const type = requiredText(input, 'IntegrationType', 1, 100);
    const { id } = associate(engine, type, requiredText(input, 'IntegrationArn', 1, 140), textMap(input, 'Tags'));
    return {
      IntegrationAssociationId: id,
      IntegrationAssociationArn: resourceArn(engine.instance, 'integration-association', id),
    };
  },
};

export const deleteIntegrationAssociation: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const id = requiredText(input, 'IntegrationAssociationId', 1, 200);
    if (!engine.instance.associations.delete(id)) throw notFound('Integration association not found');
    engine.changes.instance();
    return {};
  },
};

export const listIntegrationAssociations: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const all = [...engine.instance.associations.values()].filter(
      ({ type, arn }) =>
        (input.IntegrationType === undefined || type === input.IntegrationType) &&
        (input.IntegrationArn === undefined || arn === input.IntegrationArn),
    );
    const { items, NextToken } = pageOf(input, all);
    return {
      IntegrationAssociationSummaryList: items.map(({ id, type, arn }) => ({
        IntegrationAssociationId: id,
        IntegrationAssociationArn: resourceArn(engine.instance, 'integration-association', id),
        InstanceId: engine.instance.id,
        IntegrationType: type,
        IntegrationArn: arn,
      })),
      NextToken,
    };
  },
};

export const associateLambdaFunction: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    associate(engine, 'LAMBDA_FUNCTION', requiredText(input, 'FunctionArn', 1, 140), {});
    return {};
  },
};

export const disassociateLambdaFunction: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const arn = requiredText(input, 'FunctionArn', 1, 140);
    const known = functions(engine).find((association) => association.arn === arn);
    if (known === undefined) throw notFound('Lambda function not found');
    engine.instance.associations.delete(known.id);
    engine.changes.instance();
    return {};
  },
};

export const listLambdaFunctions: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, functions(engine));
    return { LambdaFunctions: items.map(({ arn }) => arn), NextToken };
  },
};

/** Connect takes HTTPS origins; a loopback one is what the local desktop has. */
const originIn = (input: Input): string => {
  const origin = requiredText(input, 'Origin', 1, 267);
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  const loopback = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url === undefined || url.origin !== origin || !(url.protocol === 'https:' || loopback)) {
    throw invalidParameter('Origin must be scheme, host and port, over https');
  }
  return origin;
};

export const associateApprovedOrigin: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const origin = originIn(input);
    const { approvedOrigins } = engine.instance;
    if (approvedOrigins.has(origin))
      throw new ServiceError('ResourceConflictException', 'The origin is approved already');
    if (approvedOrigins.size >= MAX_ORIGINS)
      throw new ServiceError('ServiceQuotaExceededException', 'Approved origins');
    approvedOrigins.add(origin);
    engine.changes.instance();
    return {};
  },
};

export const disassociateApprovedOrigin: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    if (!engine.instance.approvedOrigins.delete(originIn(input))) throw notFound('The origin is not approved');
    engine.changes.instance();
    return {};
  },
};

export const listApprovedOrigins: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, [...engine.instance.approvedOrigins]);
    return { Origins: items, NextToken };
  },
};
