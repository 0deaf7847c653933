/**
 * fauxqs inside this process. Its own start function listens on every network interface and checks no signature, so it is
 * built without a port and called directly; persistence is wired from its modules because only that start function
 * does it (fauxqs 2.4, `dist/app.js`).
 */
import { buildApp } from 'fauxqs';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
type SqsStore = Stores['sqsStore'];

/** fauxqs' `PersistenceManager`: every change is written to SQLite at once. */
interface Persistence {
  readonly db: { exec(sql: string): void };
  loadSqsAndSns(sqs: Stores['sqsStore'], sns: Stores['snsStore']): void;
  close(): void;
}

export interface QueueAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface QueueServer {
  call(operation: string, body: string): Promise<QueueAnswer>;
  stop(): Promise<void>;
}

/** Of no real host: it only appears in queue URLs, which the edge replaces. */
const HOST = 'queues.internal';

export const startFauxqs = async (region: string, dataFolder?: string): Promise<QueueServer> => {
  const stores = await createStores();
  const persistence = dataFolder === undefined ? undefined : await openPersistence(stores, dataFolder);
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  // Long polls end when it closes and may still write; the file must be open until then.
  app.addHook('onClose', () => persistence?.close());
  await app.ready();

  return {
    async call(operation, body) {
      const answer = await app.inject({
        method: 'POST',
        url: '/',
        headers: {
          host: HOST,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `AmazonSQS.${operation}`,
        },
        payload: body,
      });
      const queryError = answer.headers['x-amzn-query-error'];
      return {
        status: answer.statusCode,
        headers: typeof queryError === 'string' ? { 'x-amzn-query-error': queryError } : {},
        body: answer.payload,
      };
    },
    stop: () => app.close(),
  };
};

const createStores = async (): Promise<Stores> => {
  const { SqsStore } = await load<{ SqsStore: new () => SqsStore }>('./sqs/sqsStore.js');
  const { SnsStore } = await load<{ SnsStore: new () => Stores['snsStore'] }>('./sns/snsStore.js');
  const { S3Store } = await load<{ S3Store: new () => Stores['s3Store'] }>('./s3/s3Store.js');
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
};

const openPersistence = async (stores: Stores, folder: string): Promise<Persistence> => {
  const { PersistenceManager } = await load<{ PersistenceManager: new (folder: string) => Persistence }>(
    './persistence.js',
  );
  const persistence = new PersistenceManager(folder);
  // Its writes are synchronous: one fsync each (SQLite's default) would stop every part of the system for as long as the
  // disk takes. In WAL mode NORMAL survives the end of the process, and only a power cut can cost the last messages.
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  // After loading, as fauxqs does: an insert-or-replace while loading would delete the messages of the queue.
  Object.assign(stores.sqsStore, { persistence });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence });
  return persistence;
};

const load = async <Module>(path: string): Promise<Module> => import(new URL(path, import.meta.resolve('fauxqs')).href);
