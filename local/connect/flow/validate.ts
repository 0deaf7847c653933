/** What CreateContactFlow and UpdateContactFlowContent check before a flow is published. */
import type { FlowType, Instance } from '../instance.ts';
import type { ActionDefinition, Publication } from './action.ts';
import { ACTIONS } from './actions/index.ts';
import { CONDITION_OPERATORS } from './conditions.ts';
import {
  FLOW_LANGUAGE_VERSION,
  type FlowAction,
  isRecord,
  MAX_FLOW_ACTIONS,
  MAX_FLOW_CONTENT,
  parseJson,
} from './language.ts';
import { contractOf } from './module-contract.ts';

const IDENTIFIER = /^[^%:(\\/)=$,;[\]{}]{1,50}$/u;
const RESERVED_IDENTIFIERS = new Set([
  '__defineGetter__',
  '__defineSetter__',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'prototype',
  'toLocaleString',
  'toString',
  'valueOf',
]);

/** Types of the service's reference that are not served here: said openly, so that nobody takes them for misspelt. */
export const UNSERVED_TYPES: ReadonlySet<string> = new Set([
  'AssociateContactToCustomerProfile',
  'AuthenticateParticipant',
  'CheckSegmentMembership',
  'CheckVoiceId',
  'ConnectParticipantWithLexBot',
  'CreateCase',
  'CreateCustomerProfile',
  'CreateWisdomSession',
  'GetCalculatedAttributesForCustomerProfile',
  'GetCase',
  'GetCustomerProfile',
  'GetCustomerProfileObject',
  'LoadContactContent',
  'ResumeContact',
  'StartOutboundChatContact',
  'StartVoiceIdStream',
  'UpdateCase',
  'UpdateCustomerProfile',
  'UpdatePreviousContactParticipantState',
]);

type Report = (message: string) => void;

/** "May have no more than 50 sub-Conditions" (flow language reference). */
const MAX_CONDITIONS = 50;
const MEMBERS = ['Version', 'StartAction', 'Metadata', 'Actions'];

const isTransitionList = (value: unknown, key: 'ErrorType' | 'Condition'): boolean =>
  Array.isArray(value) &&
  value.every(
    (entry) =>
      isRecord(entry) &&
      typeof entry.NextAction === 'string' &&
      (key === 'ErrorType' ? typeof entry.ErrorType === 'string' : isRecord(entry.Condition)),
  );

const isCondition = (condition: unknown): boolean =>
  isRecord(condition) &&
  CONDITION_OPERATORS.some((operator) => operator === condition.Operator) &&
  Array.isArray(condition.Operands) &&
  condition.Operands.length === 1 &&
  typeof condition.Operands[0] === 'string';

/** Says whether the action has the language's form, so that the deeper checks may read it. */
const isAction = (value: unknown, path: string, report: Report): value is FlowAction => {
  if (!isRecord(value)) {
    report(`Invalid Action. Path: ${path}`);
    return false;
  }
  const { Identifier, Type, Parameters, Transitions } = value;
  const problems = [
    typeof Identifier === 'string' && IDENTIFIER.test(Identifier) && !RESERVED_IDENTIFIERS.has(Identifier)
      ? undefined
      : `Invalid Action identifier. Path: ${path}.Identifier`,
    typeof Type === 'string' ? undefined : `Missing Action type. Path: ${path}.Type`,
    isRecord(Parameters) ? undefined : `Missing Action parameters. Path: ${path}.Parameters`,
    isRecord(Transitions) &&
    (Transitions.NextAction === undefined || typeof Transitions.NextAction === 'string') &&
    (Transitions.Errors === undefined || isTransitionList(Transitions.Errors, 'ErrorType')) &&
    (Transitions.Conditions === undefined || isTransitionList(Transitions.Conditions, 'Condition'))
      ? undefined
      : `Invalid Action transitions. Path: ${path}.Transitions`,
    ...Object.keys(value)
      .filter((key) => !['Identifier', 'Type', 'Parameters', 'Transitions'].includes(key))
      .map((key) => `Invalid Action property name. Property: ${key}, Path: ${path}`),
  ].filter((problem) => problem !== undefined);
  for (const problem of problems) report(problem);
  return problems.length === 0;
};

const checkParameters = (
  action: FlowAction,
  definition: ActionDefinition,
  publication: Publication,
  path: string,
  report: Report,
): void => {
  for (const name of Object.keys(action.Parameters)) {
    if (!Object.hasOwn(definition.parameters, name)) {
      report(`Invalid Action property name. Property: ${name}, Path: ${path}.Parameters`);
    }
  }
  for (const [name, rule] of Object.entries(definition.parameters)) {
    const value = action.Parameters[name];
    if (value === undefined) {
      if (rule.required === true)
        report(`Missing required Action property. Property: ${name}, Path: ${path}.Parameters`);
      continue;
    }
    const problem = rule.check(value, publication.instance);
    if (problem !== undefined)
      report(`Invalid Action property value. ${name} ${problem}, Path: ${path}.Parameters.${name}`);
  }
  const problem = definition.check?.(action.Parameters, publication);
  if (problem !== undefined)
    report(`Invalid Action parameters. ${definition.type} ${problem}, Path: ${path}.Parameters`);
};

const checkTransitions = (
  action: FlowAction,
  definition: ActionDefinition,
  identifiers: ReadonlySet<string>,
  publication: Publication,
  path: string,
  report: Report,
): void => {
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  if (definition.terminal === true) {
    if (NextAction !== undefined || Errors.length > 0 || Conditions.length > 0) {
      report(`Invalid Action transitions. ${definition.type} ends the flow, Path: ${path}.Transitions`);
    }
    return;
  }
  if (NextAction === undefined) report(`Missing NextAction. Path: ${path}.Transitions`);
  for (const target of [
    NextAction,
    ...Errors.map((entry) => entry.NextAction),
    ...Conditions.map((entry) => entry.NextAction),
  ]) {
    if (target !== undefined && !identifiers.has(target)) {
      report(`Invalid NextAction. Action ${target} does not exist, Path: ${path}.Transitions`);
    }
  }
  const { required, optional = [] } = definition.errors(action);
  const given = Errors.map(({ ErrorType }) => ErrorType);
  for (const errorType of required) {
    if (!given.includes(errorType)) report(`Missing required error. Error: ${errorType}, Path: ${path}`);
  }
  for (const errorType of given) {
    if (![...required, ...optional].includes(errorType))
      report(`Invalid Action error. Error: ${errorType}, Path: ${path}`);
  }
  if (Conditions.length > MAX_CONDITIONS) report(`More than ${MAX_CONDITIONS} Conditions. Path: ${path}.Transitions`);
  const malformed = Conditions.filter(({ Condition }) => !isCondition(Condition));
  for (const _ of malformed) report(`Invalid Action condition. Path: ${path}.Transitions.Conditions`);
  if (malformed.length > 0) return;
  const problem =
    definition.conditions === undefined
      ? Conditions.length > 0
        ? 'none are allowed'
        : undefined
      : definition.conditions(Conditions, action, publication);
  if (problem !== undefined) report(`Invalid Action condition. ${definition.type}: ${problem}, Path: ${path}`);
};

/** Every problem of the flow, or of the module with these settings; empty when it can be published. */
export const flowProblems = (
  content: string,
  flowType: FlowType,
  instance: Instance,
  settings?: string,
): readonly string[] => {
  const publication: Publication = { instance, flowType, contract: contractOf(settings) };
  if (content.length > MAX_FLOW_CONTENT) return [`Content is longer than ${MAX_FLOW_CONTENT} characters`];
  const document = parseJson(content);
  if (!isRecord(document)) return ['Invalid JSON'];
  const problems: string[] = [];
  const report: Report = (message) => problems.push(message);
  if (document.Version !== FLOW_LANGUAGE_VERSION)
    report(`Invalid flow version. Only ${FLOW_LANGUAGE_VERSION} is supported`);
  if (document.Metadata !== undefined && !isRecord(document.Metadata)) report('Invalid Metadata');
  // The content of a module must have Settings, that of a flow must not (measured by third parties).
  const members = flowType === 'MODULE' ? [...MEMBERS, 'Settings'] : MEMBERS;
  for (const name of Object.keys(document)) {
    if (!members.includes(name)) report(`Invalid flow property name. Property: ${name}`);
  }
  const { Actions: actions } = document;
  if (!Array.isArray(actions) || actions.length === 0) return [...problems, 'Missing Actions'];
  if (actions.length > MAX_FLOW_ACTIONS) report(`More than ${MAX_FLOW_ACTIONS} Actions`);
  const identifiers = new Set<string>();
  for (const [index, action] of actions.entries()) {
    if (!isRecord(action) || typeof action.Identifier !== 'string') continue;
    if (identifiers.has(action.Identifier)) report(`Duplicate Action identifier. Path: Actions[${index}].Identifier`);
    identifiers.add(action.Identifier);
  }
  if (typeof document.StartAction !== 'string' || !identifiers.has(document.StartAction)) report('Invalid StartAction');
  for (const [index, action] of actions.entries()) {
    const path = `Actions[${index}]`;
    if (!isAction(action, path, report)) continue;
    const definition = ACTIONS.get(action.Type);
    if (definition === undefined) {
      const known = UNSERVED_TYPES.has(action.Type) ? ' (Amazon Connect has it, the local one does not serve it)' : '';
      report(`Invalid Action type. Type: ${action.Type}${known}, Path: ${path}`);
      continue;
    }
    if (definition.flowTypes !== undefined && !definition.flowTypes.includes(flowType)) {
      report(`Action type ${action.Type} is not supported in a flow of type ${flowType}. Path: ${path}`);
    }
    checkParameters(action, definition, publication, path, report);
    checkTransitions(action, definition, identifiers, publication, path, report);
  }
  return problems;
};
