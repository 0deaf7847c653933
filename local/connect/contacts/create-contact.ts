import { randomUUID } from 'node:crypto';
import { type Engine, touch, traceContact } from '../engine.ts';
import type { Queue } from '../instance.ts';
import { notRecorded } from '../recordings/recording.ts';
import type { Channel } from '../routing-profile.ts';
import type { Contact, InitiationMethod, Reference } from './contact.ts';
import { joinConversation } from './conversation.ts';
import { newLeg, phoneEndpoint } from './legs.ts';

export interface NewContact {
  readonly initiationMethod: InitiationMethod;
  /** VOICE when left out. */
  readonly channel?: Channel;
  readonly customerPhone?: string;
  readonly systemPhone?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly description?: string;
  readonly references?: Readonly<Record<string, Reference>>;
  readonly relatedContactId?: string;
  /** The contact that this one continues: they share their attributes. */
  readonly previous?: Contact;
  /** Where its flow shall bring it. */
  readonly targetQueue?: Queue;
  /** The contact that is on the line already, in a transfer. */
  readonly host?: Contact;
}

/** The contact and its customer leg; publishes INITIATED. */
export const createContact = (engine: Engine, order: NewContact): Contact => {
  const id = randomUUID();
  const now = engine.scheduler.now();
  const { channel = 'VOICE', previous } = order;
  const present = order.initiationMethod === 'INBOUND' || channel === 'TASK';
  const related = order.relatedContactId === undefined ? undefined : engine.contacts.get(order.relatedContactId);
  const contact: Contact = {
    id,
    initialContactId: previous?.initialContactId ?? id,
    ...(previous !== undefined && { previousContactId: previous.id }),
    ...(order.relatedContactId !== undefined && { relatedContactId: order.relatedContactId }),
    initiationMethod: order.initiationMethod,
    channel,
    ...(order.customerPhone !== undefined && { customerPhone: order.customerPhone }),
    ...(order.systemPhone !== undefined && { systemPhone: order.systemPhone }),
    ...(order.targetQueue !== undefined && { targetQueue: order.targetQueue }),
    name: order.name ?? null,
    description: order.description ?? null,
    references: { ...order.references },
    state: 'initiated',
    // RelatedContactId copies the related contact's attributes; later changes stay apart.
    attributes: Object.assign(previous?.attributes ?? {}, related?.attributes, order.attributes),
    tags: {},
    legs: [
      newLeg(engine, {
        type: present ? 'inbound' : 'outbound',
        initial: true,
        endpoint: phoneEndpoint(order.customerPhone ?? null),
        state: present ? 'connected' : 'connecting',
      }),
    ],
    hooks: {},
    ...(previous?.flowLogging !== undefined && { flowLogging: previous.flowLogging }),
    queuePriority: 5,
    queueTimeAdjustmentS: 0,
    routingCriteria: [],
    language: 'en-US',
    voice: 'Joanna',
    recording: notRecorded(),
    queueHops: 0,
    agentConnectionAttempts: 0,
    initiatedAt: now,
    lastUpdatedAt: now,
    pauses: 0,
    pausedMs: 0,
    holdMs: 0,
    holds: 0,
    holdPeriods: [],
    keys: [],
    flowTrace: [],
    spoken: [],
    events: [],
  };
  engine.contacts.set(id, contact);
  if (order.host !== undefined) joinConversation(engine, contact, order.host);
  engine.events.publish(contact, 'INITIATED');
  traceContact(engine, contact, 'connect', `contact initiated (${order.initiationMethod})`);
  touch(engine, contact);
  return contact;
};
