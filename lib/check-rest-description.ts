/** What no schema says of a source's `rest`: whether its expressions are JMESPath, and whether its addresses name what is known there. */
import { JMESPathError, search } from '@aws-lambda-powertools/jmespath';
import type { RestDescription } from '../functions/core/contracts/rest-description.ts';
import { EXPRESSION_IN_TEXT, WHOLE_EXPRESSION } from '../functions/core/contracts/rest-expressions.ts';

type Field = readonly (string | number)[];

/** Members that are expressions, wherever they stand. */
const EXPRESSIONS = ['items', 'id', 'item', 'next', 'cursor', 'records', 'key', 'from'];
const OPPORTUNITY = ['opportunityId'];
const CALL = [...OPPORTUNITY, 'callId', 'personId', 'userId', 'recordId'];
const PERSON = [...OPPORTUNITY, 'personId'];

/** What an address may name, by where it stands: the longest beginning counts. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  opportunity: OPPORTUNITY,
  people: OPPORTUNITY,
  'people.detail': [...OPPORTUNITY, 'itemId'],
  documents: OPPORTUNITY,
  'documents.detail': [...OPPORTUNITY, 'itemId'],
  'documents.download': [...OPPORTUNITY, 'documentId'],
  'users.get': ['userId'],
  'users.find': ['email', 'emailName'],
  'search.byPhone': ['phone', 'digits', 'itemId'],
  'search.byText': ['text', 'itemId'],
  ...{ calls: CALL, notes: CALL, followUps: CALL, personWrites: PERSON, check: [] },
};

/** `people.items: is no JMESPath: …`, one for each. */
export function problemsOfRest(rest: RestDescription): readonly string[] {
  return textsIn(rest, []).flatMap(({ at, text }) => problemOf(at, text).map((problem) => `${nameOf(at)}: ${problem}`));
}

function problemOf(at: Field, text: string): readonly string[] {
  const [last = '', before = ''] = [at.at(-1), at.at(-2)];
  if (last === 'path' || last === 'link' || before === 'query') return unknownNames(at, text);
  if (at.includes('body') || at.includes('whenChanged')) {
    const [, whole] = WHOLE_EXPRESSION.exec(text) ?? [];
    const parts = [...text.matchAll(EXPRESSION_IN_TEXT)].map(([, part = '']) => part);
    return (whole === undefined ? parts : [whole]).flatMap(grammarOf);
  }
  const isField = at.includes('fields') || EXPRESSIONS.includes(String(last));
  return isField ? grammarOf(text) : [];
}

/** Nothing is looked for: what the grammar allows and cannot be computed from nothing is no mistake. */
function grammarOf(expression: string): readonly string[] {
  try {
    search(expression, {});
    return [];
  } catch (error) {
    if (!(error instanceof JMESPathError)) return ['is no JMESPath'];
    if (error.name === 'JMESPathTypeError') return [];
    return [
      `is no JMESPath: ${error.message.replace(/ (in|for) expression: .*$/s, '').replace(/^Invalid jmespath expression: /, '')}`,
    ];
  }
}

function unknownNames(at: Field, text: string): readonly string[] {
  const where = at.filter((step) => typeof step === 'string');
  const known = [where.slice(0, 2).join('.'), String(where[0])].map((name) => NAMES[name]).find((names) => names) ?? [];
  return [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(([, name = '']) =>
    known.includes(name)
      ? []
      : [`does not know {${name}}${known.length === 0 ? '' : `, only ${known.map((one) => `{${one}}`).join(', ')}`}`],
  );
}

function textsIn(value: unknown, at: Field): readonly { readonly at: Field; readonly text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return members.flatMap(([step, member]) => textsIn(member, [...at, step]));
}

const nameOf = (at: Field): string =>
  at
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
