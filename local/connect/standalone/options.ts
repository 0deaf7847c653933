/** What the command line of `npm run connect` says. */
import { parseArgs } from 'node:util';
import { appOption, type WorkspaceApp } from '../workspace/apps.ts';

export const USAGE = `npm run connect -- [options]

  --port N               where it listens on 127.0.0.1 (4700; 0 takes any free one)
  --data DIR             keeps flows, users, contacts over a restart; without it nothing is kept
  --flow FILE            publishes a flow of type CONTACT_FLOW, again whenever the file changes;
                         the first one given answers the main number
  --function ARN=TARGET  a Lambda function for the flows: a URL that the event is posted to,
                         or a module with an exported \`handler\`
  --events URL           contact events are posted there, one JSON body each; - prints them
  --origin ORIGIN        may embed the softphone, such as http://localhost:8080
  --app NAME=URL[,scope=S][,permissions=P+Q][,allow=F+G][,sandbox=T]
                         a third-party app of the agent workspace; S is CONTACT, IDLE or CROSS_CONTACT
  --virtual              time stands still until POST /simulator/clock/advance moves it
  --region R             us-east-1
  --quiet                prints no trace

--flow, --function, --origin and --app may be given several times.`;

export interface FunctionTarget {
  readonly arn: string;
  readonly target: string;
}

export interface StandaloneOptions {
  readonly port: number;
  readonly dataFolder?: string;
  readonly flows: readonly string[];
  readonly functions: readonly FunctionTarget[];
  /** A URL, or `-` for the terminal. */
  readonly events?: string;
  readonly origins: readonly string[];
  readonly apps: readonly WorkspaceApp[];
  readonly region: string;
  readonly virtual: boolean;
  readonly quiet: boolean;
}

const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_$]+)?$/;

const functionIn = (given: string): FunctionTarget => {
  const at = given.indexOf('=');
  const arn = given.slice(0, Math.max(at, 0));
  const target = given.slice(at + 1);
  if (!LAMBDA_ARN.test(arn) || target === '')
    throw new Error(`--function ${given}: must be <ARN of a function>=<URL or module>`);
  return { arn, target };
};

const urlIn = (option: string, given: string): string => {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new Error(`${option} ${given}: must be a URL`);
  return given;
};

/** Throws with words for the person at the terminal; `undefined` when only the usage is wanted. */
export const readOptions = (args: readonly string[]): StandaloneOptions | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '4700' },
      data: { type: 'string' },
      flow: { type: 'string', multiple: true, default: [] },
      function: { type: 'string', multiple: true, default: [] },
      events: { type: 'string' },
      origin: { type: 'string', multiple: true, default: [] },
      app: { type: 'string', multiple: true, default: [] },
      region: { type: 'string', default: 'us-east-1' },
      virtual: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port}: must be a port`);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(values.region)) throw new Error(`--region ${values.region}: must be a Region`);
  return {
    port,
    ...(values.data !== undefined && { dataFolder: values.data }),
    flows: values.flow,
    functions: values.function.map(functionIn),
    ...(values.events !== undefined && {
      events: values.events === '-' ? values.events : urlIn('--events', values.events),
    }),
    origins: values.origin.map((origin) => new URL(urlIn('--origin', origin)).origin),
    apps: values.app.map(appOption),
    region: values.region,
    virtual: values.virtual,
    quiet: values.quiet,
  };
};
