import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../../../local/stack/deployment.ts';
import { functionEnvironment } from '../../../../local/stack/lambda/environment.ts';
import { openFunctionLog } from '../../../../local/stack/lambda/function-log.ts';
import { type FunctionPool, openFunctionPool } from '../../../../local/stack/lambda/function-pool.ts';

let folder: string;
let pool: FunctionPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'functions-'));
});
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

async function open(
  source: string,
  options: Partial<FunctionDefinition> & { file?: string } = {},
): Promise<FunctionPool> {
  const codeFolder = await mkdtemp(join(folder, 'code-'));
  await writeFile(join(codeFolder, options.file ?? 'index.mjs'), source);
  const definition: FunctionDefinition = {
    arn: 'arn:aws:lambda:eu-central-1:123456789012:function:try',
    name: 'try',
    logicalId: 'Try',
    title: 'try',
    handler: 'index.handler',
    codeFolder,
    timeoutSeconds: 5,
    memoryMegabytes: 128,
    environment: { COLOUR: 'green' },
    roleArn: 'arn:aws:iam::123456789012:role/try',
    logGroup: '/aws/lambda/try',
    ...options,
  };
  const credentials = { accessKeyId: 'ASIATRY', secretAccessKey: 'secret', sessionToken: 'session' };
  const place = { region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' };
  pool = openFunctionPool(
    definition,
    functionEnvironment(definition, place, credentials, 'stream'),
    openFunctionLog(codeFolder, 'try'),
  );
  return pool;
}

const answerOf = async (event: unknown): Promise<unknown> => {
  const result = await pool?.invoke(JSON.stringify(event));
  return result?.ok === true ? JSON.parse(result.payload) : result;
};

describe('a function', () => {
  it("sees the template's and Lambda's variables and none of the machine's", async () => {
    await open('export const handler = async () => ({ ...process.env });');

    const seen = await answerOf({});

    expect(seen).toMatchObject({
      COLOUR: 'green',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'ASIATRY',
      AWS_LAMBDA_FUNCTION_NAME: 'try',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      _HANDLER: 'index.handler',
    });
    expect(Object.keys(seen as object)).not.toContain('PATH');
  });

  it('gets the event as JSON and a context', async () => {
    await open(`export const handler = async (event, context) =>
      [event, context.functionName, context.getRemainingTimeInMillis() > 4000, /^[\\da-f-]{36}$/.test(context.awsRequestId)];`);

    expect(await answerOf({ at: new Date(0), nothing: undefined })).toEqual([
      { at: '1970-01-01T00:00:00.000Z' },
      'try',
      true,
      true,
    ]);
  });

  it('may be a CommonJS bundle', async () => {
    await open('exports.handler = async () => "cjs";', { file: 'index.cjs' });

    expect(await answerOf({})).toBe('cjs');
  });

  it("reports an error in Lambda's shape and lives on", async () => {
    await open(`export const handler = async (event) => {
      if (event.fail) throw new RangeError('too far');
      return 'fine';
    };`);

    expect(await answerOf({ fail: true })).toMatchObject({
      ok: false,
      error: {
        errorType: 'RangeError',
        errorMessage: 'too far',
        trace: expect.arrayContaining(['RangeError: too far']),
      },
    });
    expect(await answerOf({})).toBe('fine');
  });

  it('is ended when it takes too long, and the next invocation finds a fresh one', async () => {
    await open(
      `let count = 0;
      export const handler = async (event) => { count += 1; if (event.hang) for (;;); return count; };`,
      { timeoutSeconds: 0.3 },
    );
    await answerOf({});

    expect(await answerOf({ hang: true })).toMatchObject({
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringContaining('Task timed out after 0.30 seconds'),
      },
    });
    expect(await answerOf({})).toBe(1);
  });

  it('that ends its process is told as such', async () => {
    await open('export const handler = () => process.exit(3);');

    expect(await answerOf({})).toMatchObject({
      error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 3' },
    });
  });

  it('serves one invocation at a time per environment, and never more environments than its reserved concurrency', async () => {
    await open(
      `import { threadId } from 'node:worker_threads';
      let inside = 0;
      export const handler = async () => {
        inside += 1;
        const seen = inside;
        await new Promise((done) => setTimeout(done, 20));
        inside -= 1;
        return { threadId, seen };
      };`,
      { reservedConcurrency: 2 },
    );

    const answers = (await Promise.all(Array.from({ length: 6 }, () => answerOf({})))) as {
      threadId: number;
      seen: number;
    }[];

    expect(answers.map(({ seen }) => seen)).toEqual(Array(6).fill(1));
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(2);
  });

  it('refuses an answer over 6 MB', async () => {
    await open("export const handler = async () => 'x'.repeat(6 * 1024 * 1024);");

    expect(await answerOf({})).toMatchObject({ error: { errorType: 'Function.ResponseSizeTooLarge' } });
  });

  it.each([
    ["throw new TypeError('no table')", 'TypeError: no table'],
    ['export const other = 1;', 'Runtime.HandlerNotFound: index.handler is undefined or not exported'],
    ["import './missing.mjs';", 'Cannot find module'],
  ])('that does not load says why: %s', async (source, reason) => {
    const opened = await open(source);

    await expect(opened.warm()).rejects.toThrow(reason);
  });

  it("writes its log in Lambda's manner", async () => {
    const opened = await open("export const handler = async () => { console.log('hello'); };");
    await answerOf({});
    await opened.close();
    pool = undefined;

    const log = await readFile(join(opened.definition.codeFolder, 'try.log'), 'utf8');
    expect(log.replaceAll(/[\da-f-]{36}/g, 'ID').replaceAll(/[\d.]+ ms/g, 'N ms')).toBe(
      'START RequestId: ID Version: $LATEST\nhello\nEND RequestId: ID\n' +
        'REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: 128 MB\tInit Duration: N ms\n',
    );
  });
});
