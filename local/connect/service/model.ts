/**
 * The service's interface as the SDK itself models it: routes, members, where each travels, HTTP status of errors. Nothing
 * of the wire is written down twice.
 */
import * as sdk from '@aws-sdk/client-connect';
import { NormalizedSchema } from '@smithy/core/schema';
import { isRecord } from '../flow/language.ts';
import { invalidParameter, ServiceError } from './errors.ts';

interface OperationModel {
  readonly name: string;
  readonly method: string;
  /** Path segments; a label stands in braces. */
  readonly segments: readonly string[];
  readonly input: NormalizedSchema;
}

/** Schema arrays of the SDK start with their kind: 9 is an operation, -3 an error. */
const OPERATION = 9;
const ERROR = -3;
const thunk = (value: unknown): unknown => (typeof value === 'function' ? value() : value);

const asOperation = (schema: unknown): OperationModel | undefined => {
  if (!Array.isArray(schema) || schema[0] !== OPERATION || !isRecord(schema[3]) || !Array.isArray(schema[3].http)) {
    return undefined;
  }
  const [method, path] = schema[3].http;
  return {
    name: String(schema[2]),
    method: String(method),
    segments: String(path).split('?', 1)[0]?.split('/').slice(1) ?? [],
    input: NormalizedSchema.of(Object(thunk(schema[4]))),
  };
};

const schemas: readonly unknown[] = Object.values(sdk);
const operations = schemas.map(asOperation).filter((operation) => operation !== undefined);
/** Every operation of the service, whether served here or not, in alphabetical order. */
export const OPERATION_NAMES: readonly string[] = operations.map(({ name }) => name).toSorted();
const operationNames = new Set(OPERATION_NAMES);
export const isOperation = (name: string): boolean => operationNames.has(name);
const operationOf = (name: string): OperationModel => {
  const operation = operations.find((known) => known.name === name);
  if (operation === undefined) throw new Error(`${name} is no operation of Connect`);
  return operation;
};
/** Method and path of an operation. */
export const routeOf = (name: string): Pick<OperationModel, 'method' | 'segments'> => operationOf(name);
/** The members of an operation's input, wherever they travel. */
export const membersOf = (name: string): readonly string[] => {
  const { input } = operationOf(name);
  return input.isStructSchema() ? [...input.structIterator()].map(([member]) => member) : [];
};

const errorStatus = new Map(
  schemas.flatMap((schema): [string, number][] =>
    Array.isArray(schema) && schema[0] === ERROR && isRecord(schema[3]) && typeof schema[3].httpError === 'number'
      ? [[String(schema[2]), schema[3].httpError]]
      : [],
  ),
);

/** Errors that every AWS service has and no model lists. */
const COMMON_STATUS: Readonly<Record<string, number>> = {
  SerializationException: 400,
  UnknownOperationException: 404,
  NotImplemented: 501,
  /** API reference, "Common error types". */
  InternalFailure: 500,
  ServiceUnavailable: 503,
};
export const statusOf = (errorType: string): number => errorStatus.get(errorType) ?? COMMON_STATUS[errorType] ?? 400;

const isLabel = (segment: string): boolean => segment.startsWith('{');

const decodeLabel = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidParameter('The path is not encoded correctly');
  }
};

/** The operation of a request; literal segments win over labels. */
export const matchOperation = (
  method: string,
  path: string,
): { operation: OperationModel; labels: Readonly<Record<string, string>> } | undefined => {
  const given = path.split('/').slice(1);
  const [operation] = operations
    .filter(
      (candidate) =>
        candidate.method === method &&
        candidate.segments.length === given.length &&
        candidate.segments.every((segment, index) => isLabel(segment) || segment === given[index]),
    )
    .toSorted((one, other) => one.segments.filter(isLabel).length - other.segments.filter(isLabel).length);
  if (operation === undefined) return undefined;
  const labels = operation.segments.flatMap((segment, index): [string, string][] =>
    isLabel(segment) ? [[segment.slice(1, -1).replace('+', ''), given[index] ?? '']] : [],
  );
  return { operation, labels: Object.fromEntries(labels) };
};

const kindOf = (schema: NormalizedSchema): string => {
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isStructSchema()) return 'structure';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema() || schema.isTimestampSchema()) return 'number';
  return 'string';
};

/** A JSON value in the shape of its schema; members that the model does not know are dropped, as the service does. */
const decode = (schema: NormalizedSchema, value: unknown, path: string): unknown => {
  const kind = kindOf(schema);
  if (kind === 'list' && Array.isArray(value)) {
    return value.map((entry, index) => decode(schema.getValueSchema(), entry, `${path}[${index}]`));
  }
  if (kind === 'map' && isRecord(value)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== null);
    return Object.fromEntries(
      entries.map(([key, entry]) => [key, decode(schema.getValueSchema(), entry, `${path}.${key}`)]),
    );
  }
  if (kind === 'structure' && isRecord(value)) return decodeMembers(schema, value, `${path}.`);
  if (typeof value === kind) return value;
  throw new ServiceError('SerializationException', `${path} is no ${kind}`);
};

const decodeMembers = (
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  prefix = '',
): Record<string, unknown> =>
  Object.fromEntries(
    [...schema.structIterator()].flatMap(([name, member]): [string, unknown][] => {
      const given = value[name];
      return given === undefined || given === null ? [] : [[name, decode(member, given, `${prefix}${name}`)]];
    }),
  );

const parseBody = (body: Buffer): Record<string, unknown> => {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(parsed)) return parsed;
  } catch {
    // Answered below, as a body of another type is.
  }
  throw new ServiceError('SerializationException', 'The body is no JSON object.');
};

/** The operation's input from path, query and body. */
export const decodeInput = (
  operation: OperationModel,
  labels: Readonly<Record<string, string>>,
  query: string,
  body: Buffer,
): Record<string, unknown> => {
  const parameters = new URLSearchParams(query);
  const members = parseBody(body);
  const input = decodeMembers(operation.input, members);
  for (const [name, member] of operation.input.isStructSchema() ? operation.input.structIterator() : []) {
    const { httpLabel, httpQuery } = member.getMergedTraits();
    if (httpLabel !== undefined) {
      const label = decodeLabel(labels[name] ?? '');
      if (label === '') throw invalidParameter(`${name} is missing`);
      input[name] = label;
    } else if (typeof httpQuery === 'string' && parameters.has(httpQuery)) {
      const values = parameters.getAll(httpQuery);
      input[name] = member.isListSchema() ? values : member.isNumericSchema() ? Number(values[0]) : values[0];
    }
  }
  return input;
};

/** Dates travel as epoch seconds; `undefined` and `null` members are left out. */
export const encodeOutput = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, entry: unknown) {
    const original = this[key];
    if (original instanceof Date) return original.getTime() / 1_000;
    return entry === null ? undefined : entry;
  });
