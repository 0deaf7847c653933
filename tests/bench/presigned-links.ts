/** Figure 7: a page of twenty documents, each with a link to read it, against the S3 client's own `getSignedUrl`. */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3PresignedLinks } from '../../functions/adapters/s3-presigned-links.ts';
import { functionEnvironment } from './call-request-event.ts';
import { type Figure, interquartileRange, median } from './figure.ts';

const DOCUMENTS = 20;
const WARM_UP = 20;
const PAGES = 100;

export async function measurePresignedLinks(): Promise<readonly Figure[]> {
  Object.assign(process.env, functionEnvironment('https://s3.eu-central-1.amazonaws.com'));
  const keys = Array.from({ length: DOCUMENTS }, (_, index) => `documents/demo-crm/opp-1001/d-${index}`);
  const links = s3PresignedLinks();
  const file = {
    fileName: 'proposal.pdf',
    contentType: 'application/pdf',
    disposition: 'inline',
    seconds: 300,
  } as const;
  const client = new S3Client({});
  const object = {
    Bucket: process.env.DOCUMENTS_BUCKET,
    ResponseContentType: file.contentType,
    ResponseContentDisposition: "inline; filename*=UTF-8''proposal.pdf",
  };
  const ours = () => Promise.all(keys.map((key) => links.linkForReading(key, file)));
  const peer = () =>
    Promise.all(
      keys.map((Key) => getSignedUrl(client, new GetObjectCommand({ ...object, Key }), { expiresIn: file.seconds })),
    );
  const pages: { ours: number; peer: number }[] = [];
  for (let page = 0; page < WARM_UP + PAGES; page += 1) {
    pages.push({ ours: await timed(ours), peer: await timed(peer) });
  }
  const warm = pages.slice(WARM_UP);
  return [
    {
      name: `presign a page of ${DOCUMENTS} documents`,
      peer: 'getSignedUrl with the S3 client',
      ratio: median(warm.map((page) => page.ours / page.peer)),
      // 0.03 ms a link; signing by hand would take 0.02.
      target: 0.3,
      facts: {
        'ours ms': median(warm.map((page) => page.ours)),
        'ours IQR ms': interquartileRange(warm.map((page) => page.ours)),
        'peer ms': median(warm.map((page) => page.peer)),
        'peer IQR ms': interquartileRange(warm.map((page) => page.peer)),
      },
    },
  ];
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
