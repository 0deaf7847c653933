/** Evaluates CloudFormation's intrinsic functions. What it does not know is an error that names it. */
import { isRecord, type Template, TemplateError, type TemplateValue } from './template.ts';

export interface DeployedResource {
  readonly type: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Scope {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  /** `AWS::Region` and its kin. */
  readonly pseudo: Readonly<Record<string, string>>;
  readonly resource: (logicalId: string) => DeployedResource | undefined;
  readonly exports: ReadonlyMap<string, unknown>;
}

/** The result of `{"Ref": "AWS::NoValue"}`: the property or list element is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

export function evaluate(value: TemplateValue, scope: Scope): unknown {
  const result = evaluateValue(value, scope);
  return result === NO_VALUE ? undefined : result;
}

/** @throws TemplateError for a condition that the template does not define */
export function conditionHolds(name: string, scope: Scope): boolean {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) throw new TemplateError(`condition ${name} is not defined`);
  return evaluateValue(condition, scope) === true;
}

function evaluateValue(value: TemplateValue, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value
      .map((element: TemplateValue) => evaluateValue(element, scope))
      .filter((element) => element !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    const argument = (value as Record<string, TemplateValue>)[only] as TemplateValue;
    if (only === 'Ref' && typeof argument === 'string') return ref(argument, scope);
    if (only === 'Condition' && typeof argument === 'string' && scope.template.Conditions?.[argument] !== undefined) {
      return conditionHolds(argument, scope);
    }
    const intrinsic = INTRINSICS[only];
    if (intrinsic !== undefined) return intrinsic(argument, scope);
    if (only.startsWith('Fn::')) throw new TemplateError(`intrinsic function ${only} is not supported`);
  }
  const result: Record<string, unknown> = {};
  for (const [key, element] of Object.entries(value as Record<string, TemplateValue>)) {
    const evaluated = evaluateValue(element, scope);
    if (evaluated !== NO_VALUE) result[key] = evaluated;
  }
  return result;
}

function ref(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const known = scope.pseudo[name] ?? scope.parameters[name] ?? scope.resource(name)?.ref;
  if (known === undefined) throw new TemplateError(`Ref ${name}: no such parameter or resource`);
  return known;
}

function getAtt(logicalId: string, attribute: string, scope: Scope): unknown {
  const resource = scope.resource(logicalId);
  if (resource === undefined) throw new TemplateError(`Fn::GetAtt ${logicalId}.${attribute}: no such resource`);
  const value = resource.attributes[attribute];
  if (value === undefined) {
    throw new TemplateError(
      `Fn::GetAtt ${logicalId}.${attribute}: the local system gives ${resource.type} no attribute ${attribute}`,
    );
  }
  return value;
}

function substitute(text: string, variables: Readonly<Record<string, unknown>>, scope: Scope): string {
  return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(variables[name]);
    const dot = name.indexOf('.');
    return String(dot === -1 ? ref(name, scope) : getAtt(name.slice(0, dot), name.slice(dot + 1), scope));
  });
}

type Intrinsic = (argument: TemplateValue, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] =
      typeof argument === 'string' ? splitOnce(argument) : pair('Fn::GetAtt', argument, scope);
    return getAtt(String(logicalId), String(attribute), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair('Fn::Join', argument, scope);
    return list('Fn::Join', parts).map(String).join(String(separator));
  },
  'Fn::Sub': (argument, scope) => {
    if (typeof argument === 'string') return substitute(argument, {}, scope);
    const [text, variables] = pair('Fn::Sub', argument, scope);
    return substitute(String(text), isRecord(variables) ? variables : {}, scope);
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = pair('Fn::Select', argument, scope);
    const selected = list('Fn::Select', from)[Number(index)];
    if (selected === undefined) throw new TemplateError(`Fn::Select: no element ${String(index)}`);
    return selected;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = pair('Fn::Split', argument, scope);
    return String(text).split(String(separator));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list('Fn::FindInMap', evaluateValue(argument, scope)).map(String);
    const found = scope.template.Mappings?.[map ?? '']?.[first ?? '']?.[second ?? ''];
    if (found === undefined) throw new TemplateError(`Fn::FindInMap: nothing at ${map}.${first}.${second}`);
    return found;
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list('Fn::If', argument) as readonly TemplateValue[];
    if (typeof name !== 'string' || yes === undefined || no === undefined) {
      throw new TemplateError('Fn::If needs a condition and two values');
    }
    return evaluateValue(conditionHolds(name, scope) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pair('Fn::Equals', argument, scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => list('Fn::And', evaluateValue(argument, scope)).every((element) => element === true),
  'Fn::Or': (argument, scope) => list('Fn::Or', evaluateValue(argument, scope)).some((element) => element === true),
  'Fn::Not': (argument, scope) => list('Fn::Not', evaluateValue(argument, scope))[0] !== true,
  'Fn::ImportValue': (argument, scope) => {
    const name = String(evaluateValue(argument, scope));
    if (!scope.exports.has(name)) throw new TemplateError(`Fn::ImportValue ${name}: no stack exports it`);
    return scope.exports.get(name);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(evaluateValue(argument, scope))).toString('base64'),
};

function splitOnce(text: string): readonly [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

function list(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TemplateError(`${name} needs a list`);
  return value;
}

function pair(name: string, argument: TemplateValue, scope: Scope): readonly [unknown, unknown] {
  const [first, second] = list(name, evaluateValue(argument, scope));
  if (first === undefined || second === undefined) throw new TemplateError(`${name} needs two arguments`);
  return [first, second];
}
