const compiled = new Map<string, RegExp>();

/** `*` is any run of characters, `?` exactly one, everything else itself. */
export const wildcardMatches = (pattern: string, value: string, letterCase?: 'ignore-case'): boolean => {
  const flags = letterCase === 'ignore-case' ? 'is' : 's';
  const key = `${flags} ${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/\*+/g, '*')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, flags);
    compiled.set(key, expression);
  }
  return expression.test(value);
};

/** ARNs match part by part, so that a `*` never reaches over a colon of the first five parts. */
export const arnMatches = (pattern: string, arn: string): boolean => {
  const patternParts = splitArn(pattern);
  const arnParts = splitArn(arn);
  return (
    patternParts.length === arnParts.length && patternParts.every((part, i) => wildcardMatches(part, arnParts[i] ?? ''))
  );
};

const splitArn = (arn: string): string[] => {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
};
