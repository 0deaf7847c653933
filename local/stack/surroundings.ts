/** The cloud around Connect and the data services. Events that come before the bus is there wait for it. */
import type { BusEvent, ConnectSurroundings } from '../parts.ts';
import { ACCOUNT_ID, INSTANCE_ARN } from '../seed.ts';
import type { EventBus } from './events/bus.ts';
import { type Functions, InvocationRefused } from './lambda/functions.ts';

export interface Surroundings extends ConnectSurroundings {
  connect(bus: EventBus, functions: Functions): void;
}

export function openSurroundings(): Surroundings {
  const early: BusEvent[] = [];
  let running: { readonly bus: EventBus; readonly functions: Functions } | undefined;
  return {
    connect(bus, functions) {
      running = { bus, functions };
      for (const event of early.splice(0)) bus.put(event);
    },
    putEvent(event) {
      if (running === undefined) early.push(event);
      else running.bus.put(event);
    },
    async invokeFunction(functionArn, event, timeoutMs) {
      if (running === undefined) {
        throw new InvocationRefused('ResourceNotFoundException', `Function not found: ${functionArn}`);
      }
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(failure('TimedOut', `no answer within ${timeoutMs} ms`)), timeoutMs);
      const invoker = { service: 'connect.amazonaws.com', sourceArn: INSTANCE_ARN, sourceAccount: ACCOUNT_ID };
      try {
        const result = await Promise.race([running.functions.invoke(functionArn, event, invoker), late.promise]);
        if (!result.ok) throw failure('Unhandled', `${result.error.errorType}: ${result.error.errorMessage}`);
        return JSON.parse(result.payload) as unknown;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function failure(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
