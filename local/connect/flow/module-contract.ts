/**
 * What a module takes, gives back, and by which branches it can be left: the `Settings` of CreateContactFlowModule. Neither
 * the API reference nor the guides give its form; it was recovered by third parties from modules that the console made
 * (`input.schema`, `resultData.schema`, `transitions.results[].name`), with what the service checks against it.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { isRecord, parseJson } from './language.ts';

/** "You can define up to 8 custom branches for your module" (Administrator Guide, "Flow modules"). */
const MAX_BRANCHES = 8;

export interface ModuleContract {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly resultData?: Readonly<Record<string, unknown>>;
  readonly branches: readonly string[];
}

const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false });

/**
 * Ajv keeps every schema that it compiles, by object and by `$id`: forgotten again, a thousand calls of a module hold no
 * memory, and an `$id` may come twice. Throws when the schema cannot be compiled.
 */
const compiled = <T>(schema: Record<string, unknown>, use: (validate: ValidateFunction) => T): T => {
  try {
    return use(ajv.compile(schema));
  } finally {
    ajv.removeSchema(schema);
  }
};

const isSchema = (schema: Record<string, unknown>): boolean => {
  try {
    return ajv.validateSchema(schema) === true && compiled(schema, () => true);
  } catch {
    return false;
  }
};

const schemaIn = (settings: Record<string, unknown>, member: string): Record<string, unknown> | undefined => {
  const { schema } = isRecord(settings[member]) ? settings[member] : {};
  return isRecord(schema) ? schema : undefined;
};

/** Settings that were accepted have been checked; `{}` or none is a module without a contract. */
export const contractOf = (settings: string | undefined): ModuleContract => {
  const parsed = settings === undefined ? {} : parseJson(settings);
  if (!isRecord(parsed)) return { branches: [] };
  const input = schemaIn(parsed, 'input');
  const resultData = schemaIn(parsed, 'resultData');
  const { results } = isRecord(parsed.transitions) ? parsed.transitions : {};
  const branches = (Array.isArray(results) ? results : []).map((result) => String(Object(result).name));
  return { ...(input !== undefined && { input }), ...(resultData !== undefined && { resultData }), branches };
};

/** Complains about Settings that are no contract; our words, since no source tells the service's. */
export const settingsProblem = (settings: string): string | undefined => {
  const parsed = parseJson(settings);
  if (!isRecord(parsed)) return 'Settings must be a JSON object';
  const { input, resultData, branches } = contractOf(settings);
  for (const [name, schema] of Object.entries({ input, resultData })) {
    if (schema === undefined) continue;
    if (schema.type !== 'object') return `The schema of ${name} must be of type object`;
    if (!isSchema({ ...schema })) return `The schema of ${name} is no JSON schema`;
  }
  if (branches.length > MAX_BRANCHES) return `A module has at most ${MAX_BRANCHES} branches`;
  if (branches.some((name) => name === '' || name === 'undefined')) return 'Every branch needs a name';
  return new Set(branches).size === branches.length ? undefined : 'Branches must have different names';
};

/** Properties are what the schema declares and nothing else; a reference is a text and so fits where a text does. */
const dataProblem = (name: string, value: unknown, schema: ModuleContract['input']): string | undefined => {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return `${name} must be an object`;
  const properties = isRecord(schema?.properties) ? schema.properties : {};
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(properties, key));
  if (unknown !== undefined) return `${name} has no property ${unknown} in the module's settings`;
  return compiled({ ...schema }, (validate) =>
    validate(value) ? undefined : `${name} does not match the module's settings: ${ajv.errorsText(validate.errors)}`,
  );
};

/** What is wrong with a call of the module: its Input, and the branches that the caller follows. */
export const callProblem = (contract: ModuleContract, input: unknown): string | undefined =>
  dataProblem('Input', input, contract.input);

/** What is wrong with a way back: `Result` names a branch, `ResultData` is what the module gives. */
export const returnProblem = (contract: ModuleContract, result: unknown, data: unknown): string | undefined => {
  if (result !== undefined && !contract.branches.some((name) => name === result)) {
    return `Result ${String(result)} is no branch of the module's settings`;
  }
  return dataProblem('ResultData', data, contract.resultData);
};
