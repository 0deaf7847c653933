/** What goes on, as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { Engine } from '../../engine.ts';
import { writeOrDrop } from '../../write-or-drop.ts';
import { control } from '../control.ts';
import { agentView, contactView, phoneView } from '../views.ts';

const KEEP_ALIVE_MS = 15_000;

const openStream = (engine: Engine, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (event: string, data: unknown) =>
    writeOrDrop(response, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const sendAgent = (username: string) => {
    const agent = engine.agents.get(username);
    if (agent !== undefined) send('agent', agentView(agent));
  };
  const sendContact = (contactId: string) => {
    const contact = engine.contacts.get(contactId);
    if (contact !== undefined) send('contact', contactView(engine, contact));
  };
  const sendPhone = (number: string) => send('phone', phoneView(engine.phones.phone(number)));
  for (const phone of engine.phones.list()) sendPhone(phone.number);
  for (const username of engine.agents.keys()) sendAgent(username);
  for (const contact of engine.contacts.values()) if (contact.state !== 'completed') sendContact(contact.id);
  const unsubscribe = [
    engine.changes.on('phone', sendPhone),
    engine.changes.on('agent', sendAgent),
    engine.changes.on('contact', sendContact),
    engine.records.subscribe((record) => send('record', record)),
    engine.agentEvents.subscribe((event) => send('agent-event', event)),
  ];
  const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  const close = () => {
    clearInterval(keepAlive);
    for (const cancel of unsubscribe.splice(0)) cancel();
    response.end();
  };
  engine.stopping.addEventListener('abort', close, { once: true });
  response.once('close', () => {
    engine.stopping.removeEventListener('abort', close);
    close();
  });
};

export const STREAM_CONTROLS = [
  control({
    method: 'GET',
    path: 'stream',
    answers:
      'server-sent events `phone`, `agent` and `contact`, the whole picture first; then `record` and `agent-event` too',
    send: ({ engine }, _, __, response) => openStream(engine, response),
  }),
];
