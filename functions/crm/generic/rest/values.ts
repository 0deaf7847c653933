/** What stands in a CRM's answer, as a call request may say it: a value of another kind is none. */
import * as v from 'valibot';
import { contactSchema, opportunitySchema } from '#core/contracts/call-request.ts';
import { asJson, idOf, numberOf, textOf } from '../../json.ts';
import { e164 } from '../../phone-numbers.ts';
import { find } from './expression.ts';

type Phones = v.InferOutput<typeof contactSchema>['phones'];
type Expression = string | undefined;

/** A number as text, too; cut where a call request ends. */
export const textIn = (expression: Expression, value: unknown, most: number): string | undefined =>
  idOf(find(expression, value))?.slice(0, most);

export const numberIn = (expression: Expression, value: unknown): number | undefined =>
  numberOf(find(expression, value));

/** JSON has booleans; many APIs have texts and numbers for them. */
export const flagOf = (value: unknown): boolean => /^(true|yes|y|1)$/i.test(String(value ?? ''));

/** Of a date, a time, or a time as seconds or milliseconds since 1970. */
export function dateOf(value: unknown): string | undefined {
  const number = numberOf(value);
  const date = number === undefined ? /^\d{4}-\d{2}-\d{2}/.exec(textOf(value) ?? '')?.[0] : dayOf(number);
  return v.is(opportunitySchema.entries.closeDate, date) ? date : undefined;
}

function dayOf(number: number): string | undefined {
  const at = new Date(Math.abs(number) < SECONDS_END ? number * 1_000 : number);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().slice(0, 10);
}

/** As seconds this is in the year 5138, as milliseconds in 1973. */
const SECONDS_END = 100_000_000_000;

export const emailOf = (value: unknown): string | undefined => valid(contactSchema.entries.email, textOf(value));

export const timeZoneOf = (value: unknown): string | undefined => valid(contactSchema.entries.timeZone, textOf(value));

const valid = (schema: v.GenericSchema, text: string | undefined): string | undefined =>
  v.is(schema, text) ? text : undefined;

const MAX_PHONES = 20;

/** A number, a list of them, or of `{number, label}`; each once. */
export function phonesOf(value: unknown, country: string | undefined): Phones {
  const entries = (Array.isArray(value) ? value : [value]).flatMap((entry) => {
    const { number: given = entry, label } = asJson(entry);
    const number = e164(idOf(given), country);
    const name = textOf(label)?.toLowerCase().slice(0, 64);
    return number === undefined ? [] : [{ number, ...(name !== undefined && { label: name }) }];
  });
  return [...new Map(entries.map((entry) => [entry.number, entry])).values()].slice(0, MAX_PHONES);
}

export function attributesOf(
  expressions: Readonly<Record<string, string>>,
  value: unknown,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(expressions).flatMap(([name, expression]) => {
      const found = find(expression, value);
      const isPlain = typeof found === 'boolean' || (typeof found === 'number' && Number.isFinite(found));
      const shown = isPlain ? found : textOf(found)?.slice(0, 32_768);
      return shown === undefined ? [] : [[name, shown]];
    }),
  );
}
