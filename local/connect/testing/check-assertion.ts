import { conditionHolds } from '../flow/conditions.ts';
import type { TestAction } from './language.ts';

/** Says what is wrong; `undefined` when the assertion holds. `value` resolves a path; what does not exist is empty. */
export const failedAssertion = (
  { Namespace, Operator, Operand = '' }: Extract<TestAction, { Type: 'Assert' }>['Parameters'],
  value: (path: string) => string,
): string | undefined => {
  const actual = value(Namespace);
  if (Operator === 'Exists') return actual === '' ? `${Namespace} does not exist` : undefined;
  const expected = value(Operand);
  return conditionHolds(Operator, actual, expected)
    ? undefined
    : `${Namespace} is "${actual}", expected ${Operator} "${expected}"`;
};
