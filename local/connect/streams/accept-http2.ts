/**
 * HTTP/2 without TLS beside HTTP/1.1 on one port: @aws-sdk/client-kinesis speaks HTTP/2 unless it is told otherwise
 * (`NodeHttp2Handler` in its runtimeConfig), every other client HTTP/1.1. Both begin to speak at once, so the first bytes
 * tell which one it is (RFC 9113, 3.4).
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, type Http2Session } from 'node:http2';
import type { Socket } from 'node:net';

const PREFACE = Buffer.from('PRI * HTTP/2.0');

/** `close` ends the HTTP/2 connections, which the server's own `closeAllConnections` does not know. */
export const acceptHttp2 = (
  server: Server,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): { close(): void } => {
  const sessions = new Set<Http2Session>();
  const second = createServer((request, response) => {
    request.headers.host ??= request.headers[':authority'];
    // The compatibility API of node:http2 has the members that the handlers use.
    handle(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  second.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const first = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const gone = () => socket.destroy();
    socket.on('error', gone);
    // The server itself counts from the first byte on.
    socket.setTimeout(server.headersTimeout, gone);
    socket.once('data', (chunk: Buffer) => {
      socket.off('error', gone);
      socket.off('timeout', gone);
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(chunk);
      if (chunk.subarray(0, PREFACE.length).equals(PREFACE)) {
        // The session reads by itself what was put back; a flowing socket would lose it.
        second.emit('connection', socket);
        return;
      }
      for (const listener of first) listener.call(server, socket);
      socket.resume();
    });
  });
  return {
    close: () => {
      for (const session of sessions) session.destroy();
    },
  };
};
