/** `npm run flow-tests`: test cases in Amazon Connect's own testing language, run here. README.md says the rest. */
import { parseArgs } from 'node:util';
import { branchPercent, filePassed, report } from './report.ts';
import { runSuite } from './run-suite.ts';

const USAGE = `node local/connect/testing/run.ts [options] <files or folders of test cases>

  --instance FILE   what the instance holds (instance.json in the folder of the first test case)
  --flow NAME       where test cases without an entry point begin
  --coverage N      fails when a flow has fewer than N percent of its branches taken`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      instance: { type: 'string' },
      flow: { type: 'string' },
      coverage: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  const wanted = Number(values.coverage);
  if (!(wanted >= 0 && wanted <= 100)) throw new Error(`--coverage ${values.coverage}: must be a percentage`);
  if (values.help || positionals.length === 0) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
  } else {
    const suite = await runSuite(positionals, {
      ...(values.instance !== undefined && { instance: values.instance }),
      ...(values.flow !== undefined && { flow: values.flow }),
    });
    console.log(report(suite));
    const tooLow = suite.coverage.filter((flow) => branchPercent(flow) < wanted);
    for (const { flow } of tooLow) console.error(`${flow}: fewer than ${wanted} % of the branches are taken`);
    process.exitCode = suite.files.every(filePassed) && tooLow.length === 0 ? 0 : 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
