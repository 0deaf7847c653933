/** The contact flow language, version 2019-10-30. */
export const FLOW_LANGUAGE_VERSION = '2019-10-30';
export const MAX_FLOW_ACTIONS = 250;
export const MAX_FLOW_CONTENT = 256_000;

export interface FlowCondition {
  readonly NextAction: string;
  readonly Condition: { readonly Operator: string; readonly Operands: readonly string[] };
}

export interface FlowAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: {
    readonly NextAction?: string;
    readonly Errors?: readonly { readonly ErrorType: string; readonly NextAction: string }[];
    readonly Conditions?: readonly FlowCondition[];
  };
}

export interface FlowDocument {
  readonly Version: string;
  readonly StartAction: string;
  readonly Actions: readonly FlowAction[];
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` when the text is no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Content that was published has been validated, so that its shape is known. */
export const parseFlow = (content: string): FlowDocument => JSON.parse(content);

/** One dynamic value: `$.Attributes.key`, `$.Attributes['a key']`, nested; array access does not exist. */
const PATH = String.raw`\$(?:\.[A-Za-z0-9_-]+|\['[^']+'\])+`;
const WHOLE_PATH = new RegExp(`^${PATH}$`);
const ANY_PATH = new RegExp(PATH, 'g');
const SEGMENT = /\.([A-Za-z0-9_-]+)|\['([^']+)'\]/g;

export const isDynamic = (text: string): boolean => WHOLE_PATH.test(text);
export const looksDynamic = (text: string): boolean => text.startsWith('$.') || text.startsWith("$['");

const lookUp = (path: string, root: unknown): unknown => {
  let value = root;
  for (const [, plain, quoted] of path.matchAll(SEGMENT)) {
    const key = plain ?? quoted ?? '';
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
};

const asText = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Replaces every reference in a text; what does not exist becomes nothing. */
export const interpolate = (text: string, root: unknown): string =>
  text.replaceAll(ANY_PATH, (path) => asText(lookUp(path, root)));
