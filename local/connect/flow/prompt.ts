/** What is played: `Text`, `SSML` or `PromptId`, exactly one. */
import { idOf } from '../instance.ts';
import type { FlowRun, ParameterRule } from './action.ts';
import { textOf } from './action.ts';
import { optional, prompt, record, text } from './parameter-rules.ts';

export interface Prompt {
  readonly kind: 'text' | 'prompt';
  readonly text: string;
}

export const PROMPT_PARAMETERS: Readonly<Record<string, ParameterRule>> = {
  Text: optional(text()),
  SSML: optional(text()),
  PromptId: optional(prompt),
  Media: optional(record),
};

export const checkPrompt = (parameters: Readonly<Record<string, unknown>>, needed: boolean): string | undefined => {
  const given = Object.keys(PROMPT_PARAMETERS).filter((name) => parameters[name] !== undefined).length;
  return given === 1 || (given === 0 && !needed) ? undefined : 'needs exactly one of Text, SSML, PromptId, Media';
};

/** The words of SSML: what is between its tags. */
const spokenWords = (ssml: string): string =>
  ssml
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** `undefined` when a reference leads to no prompt of the instance. */
export const promptOf = (run: FlowRun, parameters: Readonly<Record<string, unknown>>): Prompt | undefined => {
  const plain = textOf(parameters, 'Text');
  if (plain !== undefined) return { kind: 'text', text: run.value(plain) };
  const ssml = textOf(parameters, 'SSML');
  if (ssml !== undefined) return { kind: 'text', text: spokenWords(run.value(ssml)) };
  const promptId = textOf(parameters, 'PromptId');
  if (promptId !== undefined) {
    const id = idOf(run.value(promptId));
    const known = run.engine.instance.seed.prompts.find((candidate) => candidate.id === id);
    return known === undefined ? undefined : { kind: 'prompt', text: known.name };
  }
  return parameters.Media === undefined ? undefined : { kind: 'prompt', text: 'recorded message' };
};
