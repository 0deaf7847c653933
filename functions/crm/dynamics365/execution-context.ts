/**
 * What Dataverse posts to a webhook: a RemoteExecutionContext in .NET's DataContract JSON (learn.microsoft.com, "Use webhooks").
 * Lists of `{key, value}` stand for dictionaries, `/Date(ms)/` for times. Above 256 kB, header `x-ms-dynamics-msg-size-exceeded`,
 * InputParameters and images are left out.
 */
import * as v from 'valibot';
import { asJson, type Json, listIn } from '../json.ts';
import { guidOf } from './odata.ts';

const guid = v.pipe(
  v.string(),
  v.check((text) => guidOf(text) !== undefined, 'must be a GUID'),
  v.toLowerCase(),
);

export const executionContextSchema = v.looseObject({
  MessageName: v.pipe(v.string(), v.nonEmpty()),
  PrimaryEntityName: v.string(),
  /** All zeros for a message of several records. */
  PrimaryEntityId: v.optional(guid),
  CorrelationId: v.optional(v.string()),
  InputParameters: v.optional(v.nullable(v.unknown())),
});
export type ExecutionContext = v.InferOutput<typeof executionContextSchema>;

export interface Target {
  readonly id: string | undefined;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/** `Target` of Create and Update, `Targets` of CreateMultiple and UpdateMultiple. */
export function targetsOf({ InputParameters }: ExecutionContext): readonly Target[] {
  const parameters = dictionary(InputParameters);
  const several = parameters.get('Targets');
  return several === undefined ? [targetFrom(parameters.get('Target'))] : entitiesIn(several).map(targetFrom);
}

const targetFrom = (value: unknown): Target => ({
  id: guidOf(asJson(value).Id),
  attributes: dictionary(asJson(value).Attributes),
});

const dictionary = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(
    (Array.isArray(value) ? value : []).flatMap((entry): [string, unknown][] => {
      const { key, value: held } = asJson(entry);
      return typeof key === 'string' ? [[key, held]] : [];
    }),
  );

/** An EntityReference to a record of that table. */
export function reference(value: unknown, table: string): string | undefined {
  const { Id, LogicalName } = asJson(value);
  return LogicalName === table ? guidOf(Id) : undefined;
}

/** An OptionSetValue. */
export const optionOf = (value: unknown): unknown => asJson(value).Value;

/** The parties of an activity, in an EntityCollection: ids of those that are of that table. */
export const partiesIn = (value: unknown, table: string): readonly string[] =>
  entitiesIn(value).flatMap((party) => reference(targetFrom(party).attributes.get('partyid'), table) ?? []);

const entitiesIn = (value: unknown): readonly Json[] => listIn(value, 'Entities') ?? [];

/** `/Date(1795600000000)/`, with or without an offset, as ISO 8601. */
export function timeOf(value: unknown): string | undefined {
  const [, milliseconds] = (typeof value === 'string' && /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(value)) || [];
  const at = new Date(Number(milliseconds));
  return milliseconds === undefined || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
