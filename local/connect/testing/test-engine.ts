/** A fresh instance for one test case, with its flows published by the service's own rules. */
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { flowProblems } from '../flow/validate.ts';
import type { Flow, FlowType } from '../instance.ts';
import type { Scheduler } from '../scheduler.ts';
import { flowIdOf, PLACE, type TestInstance } from './instance-file.ts';

const SILENT = { record: () => undefined, recent: () => [], subscribe: () => () => undefined };

/** Throws with every problem of the first flow that the service would refuse. */
const publishFlows = (
  { instance, scheduler }: Engine,
  { flows, modules, functions, numberFlows }: TestInstance,
): void => {
  for (const arn of functions.keys()) {
    instance.associations.set(arn, { id: arn, type: 'LAMBDA_FUNCTION', arn, tags: {} });
  }
  const published = (name: string, type: FlowType, content: string, settings?: string): Flow => {
    const problems = flowProblems(content, type, instance, settings);
    const what = type === 'MODULE' ? 'module' : 'flow';
    if (problems.length > 0) throw new Error(`the ${what} ${name} cannot be published:\n  ${problems.join('\n  ')}`);
    return {
      id: flowIdOf(name),
      name,
      type,
      description: '',
      content,
      published: content,
      ...(settings !== undefined && { settings }),
      state: 'ACTIVE',
      status: 'PUBLISHED',
      tags: {},
      modifiedAt: scheduler.now(),
    };
  };
  for (const { name, settings, content } of modules) {
    instance.modules.set(flowIdOf(name), published(name, 'MODULE', content, settings));
  }
  for (const { name, type, content } of flows) instance.flows.set(flowIdOf(name), published(name, type, content));
  for (const [number, name] of numberFlows) instance.numberFlows.set(number, flowIdOf(name));
};

export const createTestEngine = (instance: TestInstance, scheduler: Scheduler, stopping: AbortSignal): Engine => {
  const engine = createEngine({
    place: PLACE,
    seed: instance.seed,
    scheduler,
    stopping,
    trace: SILENT,
    surroundings: {
      putEvent: () => undefined,
      invokeFunction: async (functionArn) => structuredClone(instance.functions.get(functionArn)),
    },
  });
  for (const hours of engine.instance.hours.values())
    if (instance.closed.includes(hours.name)) Object.assign(hours, { openings: [] });
  publishFlows(engine, instance);
  return engine;
};
