import { setTimeout as delay } from 'node:timers/promises';

export const pause = (milliseconds: number): Promise<void> => delay(milliseconds);
