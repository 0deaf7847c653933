/** A function's log file, in the manner of its log group: START, the function's own lines, END, REPORT. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface FunctionLog {
  write(text: string): void;
  start(requestId: string): void;
  report(requestId: string, facts: { durationMs: number; memoryMegabytes: number; initMs?: number }): void;
  close(): Promise<void>;
}

export function openFunctionLog(folder: string, name: string): FunctionLog {
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(join(folder, `${name}.log`), { flags: 'a', mode: 0o600 });
  return {
    write: (text) => void file.write(text.endsWith('\n') ? text : `${text}\n`),
    start: (requestId) => void file.write(`START RequestId: ${requestId} Version: $LATEST\n`),
    report: (requestId, { durationMs, memoryMegabytes, initMs }) => {
      const billed = Math.ceil(durationMs);
      const init = initMs === undefined ? '' : `\tInit Duration: ${initMs.toFixed(2)} ms`;
      file.write(`END RequestId: ${requestId}\n`);
      file.write(
        `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${memoryMegabytes} MB${init}\n`,
      );
    },
    close: () => new Promise((resolve) => file.end(resolve)),
  };
}
