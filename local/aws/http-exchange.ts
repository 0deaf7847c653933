/** Between node's HTTP and the plain requests and responses of the services. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceRequest, ServiceResponse } from '../parts.ts';
import { AwsError } from './errors.ts';

/** Bodies are held in memory; S3's own limit for one PUT is 5 GB, a document on the desk is far below this. */
export const MAX_REQUEST_BYTES = 512 * 1024 * 1024;

export const readRequest = async (message: IncomingMessage): Promise<ServiceRequest> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const buffer: Buffer = chunk;
    bytes += buffer.length;
    if (bytes > MAX_REQUEST_BYTES) {
      throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 413);
    }
    chunks.push(buffer);
  }
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: flatten(message.headers),
    body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
  };
};

const flatten = (headers: IncomingMessage['headers']): Record<string, string> => {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return flat;
};

export const writeResponse = (response: ServerResponse, answer: ServiceResponse, head: boolean): void => {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const headers: Record<string, string | number> = { ...answer.headers };
  // A HEAD answer names the length of what GET would send, and a 204 or 304 has no body to measure.
  if (!('content-length' in headers) && answer.status !== 204 && answer.status !== 304) {
    headers['content-length'] = body.length;
  }
  response.writeHead(answer.status, headers);
  response.end(head || answer.status === 204 || answer.status === 304 ? undefined : body);
};
