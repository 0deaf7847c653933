export const CONDITION_OPERATORS = [
  'Equals',
  'TextStartsWith',
  'TextEndsWith',
  'TextContains',
  'NumberGreaterThan',
  'NumberGreaterOrEqualTo',
  'NumberLessThan',
  'NumberLessOrEqualTo',
] as const;

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** A numeric operator is false when either side is no number. */
export const conditionHolds = (operator: string, value: string, operand: string): boolean => {
  switch (operator) {
    case 'Equals':
      return value === operand;
    case 'TextStartsWith':
      return value.startsWith(operand);
    case 'TextEndsWith':
      return value.endsWith(operand);
    case 'TextContains':
      return value.includes(operand);
    case 'NumberGreaterThan':
      return number(value) > number(operand);
    case 'NumberGreaterOrEqualTo':
      return number(value) >= number(operand);
    case 'NumberLessThan':
      return number(value) < number(operand);
    case 'NumberLessOrEqualTo':
      return number(value) <= number(operand);
    default:
      return false;
  }
};
