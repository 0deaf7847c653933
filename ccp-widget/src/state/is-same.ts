/** Whether two values of plain data, made by the same code, say the same. What is absent is `null`. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
