/** `npm run connect`: the local Amazon Connect alone. `--help` tells its options, README.md the rest. */
import { readOptions, USAGE } from './standalone/options.ts';
import { runStandalone } from './standalone/run.ts';

const print = (line: string): void => console.log(line);

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) print(USAGE);
  else {
    const connect = await runStandalone(options, print);
    const stop = () => void connect.stop().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
