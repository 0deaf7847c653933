/**
 * Which content a reference means: `<id or ARN>`, `…:$LATEST` (what was published last), `…:<version>`, and for modules
 * `…:<alias>` by name or id. Versions do not change once they are made.
 */
import { type Flow, findFlow, type Instance, idOf, resourceArn } from '../instance.ts';

const LATEST = '$LATEST';

/** The reference without its qualifier; the colons of an ARN stand before its last slash. */
export const splitQualifier = (reference: string): { readonly base: string; readonly qualifier?: string } => {
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon < 0 ? { base: reference } : { base: reference.slice(0, colon), qualifier: reference.slice(colon + 1) };
};

const versionNumber = (flow: Flow, qualifier: string): number | undefined => {
  const alias = flow.aliases?.find(({ id, name }) => id === qualifier || name === qualifier);
  if (alias !== undefined) return alias.version;
  return /^[1-9]\d{0,9}$/.test(qualifier) ? Number(qualifier) : undefined;
};

/** The flow as it was when the version was made, or as it is now. */
export const atQualifier = (flow: Flow, qualifier: string | undefined): Flow | undefined => {
  if (qualifier === undefined || qualifier === LATEST) return flow;
  const number = versionNumber(flow, qualifier);
  const version = flow.versions?.find((known) => known.version === number);
  if (version === undefined) return undefined;
  const { settings: _, ...rest } = flow;
  return {
    ...rest,
    content: version.content,
    published: version.content,
    ...(version.settings !== undefined && { settings: version.settings }),
  };
};

/** The flow to run; the id alone stays stable, so that a trace names the same flow in all its versions. */
export const findFlowVersion = (instance: Instance, reference: string): Flow | undefined => {
  const { base, qualifier } = splitQualifier(reference);
  const flow = findFlow(instance, base);
  return flow === undefined ? undefined : atQualifier(flow, qualifier);
};

/** The module itself, whatever version is named. */
export const findModule = (instance: Instance, reference: string): Flow | undefined => {
  const { base } = splitQualifier(reference);
  const module = instance.modules.get(idOf(base));
  return module !== undefined && (base === module.id || base === resourceArn(instance, 'flow-module', module.id))
    ? module
    : undefined;
};

export const findModuleVersion = (instance: Instance, reference: string): Flow | undefined => {
  const module = findModule(instance, reference);
  return module === undefined ? undefined : atQualifier(module, splitQualifier(reference).qualifier);
};
