import { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { FUNCTION_NAMES, type FunctionName, showsRecords } from '../../functions/core/contracts/routes.ts';
import type { HandlerBundles } from './bundle-handlers.ts';
import { CtiFunction } from './cti-function.ts';
import { DeadLetterQueue, ReplayQueue } from './work-queue.ts';

interface FunctionFacts {
  readonly description: string;
  readonly seconds: number;
  /** Invoked asynchronously by events: what fails for good goes to a dead-letter queue of its own. */
  readonly byEvents?: true;
}

/**
 * An agent waits 10 s at most. `receive-call-request` needs time for one slow dependency after another and still answers
 * 5xx itself; `look-up-contact` gives up at 2.5 s because the flow does at 3.
 */
const FACTS: Readonly<Record<FunctionName, FunctionFacts>> = {
  'receive-call-request': {
    description: 'Takes a source’s signed call request and dials at once when a slot is free',
    seconds: 15,
  },
  'receive-relayed-event': {
    description: 'Takes what a CRM relays to its partner event bus',
    seconds: 30,
    byEvents: true,
  },
  'read-opportunity': {
    description: 'Reads an opportunity in a CRM that only says that there is news of it, and has the call made',
    seconds: 60,
  },
  'request-reading': {
    description: 'Has an opportunity that an agent opens, and that is not here, read in its CRM',
    seconds: 10,
  },
  'dial-call': {
    description: 'Dials what could not be dialled at once, at its own time and never faster than the quota',
    seconds: 30,
  },
  'load-context': { description: 'An opportunity with its people, documents, calls and activity', seconds: 10 },
  'find-opportunities': { description: 'Opportunities by phone number or name', seconds: 10 },
  'search-crm': { description: 'Open opportunities that the CRMs know, by number or text', seconds: 10 },
  'attach-call': { description: 'An agent says what an inbound call is about', seconds: 10 },
  'edit-contact': { description: 'Adds, changes or removes a person of an opportunity', seconds: 10 },
  'edit-document': { description: 'Adds, changes or removes a document of an opportunity', seconds: 10 },
  'link-document': { description: 'A short-lived link to a document', seconds: 10 },
  'upload-document': { description: 'Takes an agent’s large file in parts', seconds: 30 },
  'share-document': { description: 'Links to a document for people outside: made, listed, revoked', seconds: 10 },
  'open-share': { description: 'Leads whoever has such a link to the document', seconds: 10 },
  'request-call': { description: 'An agent calls a person of the opportunity', seconds: 15 },
  'save-outcome': { description: 'Disposition, notes and follow-up of a call', seconds: 10 },
  'show-call': { description: 'State and history of a call, for the agent and for the source', seconds: 10 },
  'link-recording': { description: 'A short-lived link to the recording of a call', seconds: 10 },
  'change-call': { description: 'Cancels or moves a call that is not being dialled yet', seconds: 10 },
  'dial-preview': {
    description: 'Lets an agent dial the call that they preview, if every rule still allows it',
    seconds: 10,
  },
  'discard-preview': { description: 'Ends a call that an agent has previewed and does not make', seconds: 10 },
  'list-calls': { description: 'The calls of the agent who asks', seconds: 10 },
  'apply-contact-event': {
    description: 'Follows a call through Connect’s contact events',
    seconds: 30,
    byEvents: true,
  },
  'look-up-contact': { description: 'Tells a contact flow who is calling and about which opportunity', seconds: 5 },
  'look-up-contact-in-crm': { description: 'The same, and asks the CRMs for whom nobody here knows', seconds: 5 },
  'write-back': { description: 'Tells the source what happened', seconds: 60 },
  'fetch-document': {
    description: 'Copies documents of the source into the bucket, and removes the bytes of those that are gone',
    seconds: 120,
  },
  'erase-data': { description: 'Removes what a source had erased, and proves it', seconds: 120 },
  'record-upload': { description: 'Marks an uploaded document as ready', seconds: 30, byEvents: true },
};

/** How long a function may take; a queue's visibility timeout follows from it. */
export const timeoutOf = (name: FunctionName): Duration => Duration.seconds(FACTS[name].seconds);

interface CallingFunctionsProps {
  readonly bundles: HandlerBundles;
  readonly alarmAction: IAlarmAction;
}

/** All functions of contracts/routes.ts with their defaults; `bindFunctions` gives them their permissions. */
export class CallingFunctions extends Construct {
  readonly byName: Readonly<Record<FunctionName, CtiFunction>>;
  readonly deadLettersOf: Readonly<Partial<Record<FunctionName, DeadLetterQueue>>>;

  constructor(scope: Construct, id: string, { bundles, alarmAction }: CallingFunctionsProps) {
    super(scope, id);
    const byName: Partial<Record<FunctionName, CtiFunction>> = {};
    const deadLettersOf: Partial<Record<FunctionName, DeadLetterQueue>> = {};
    for (const name of FUNCTION_NAMES) {
      const { description, byEvents } = FACTS[name];
      const deadLetters = byEvents ? new DeadLetterQueue(this, `${name}-dead-letters`, { alarmAction }) : undefined;
      if (deadLetters !== undefined) deadLettersOf[name] = deadLetters;
      byName[name] = new CtiFunction(this, name, {
        description,
        code: bundles[name],
        timeout: timeoutOf(name),
        isAudited: showsRecords(name),
        alarmAction,
        ...(deadLetters === undefined ? {} : { deadLetterQueue: deadLetters.queue }),
      });
      if (deadLetters !== undefined) {
        const consumerTimeout = timeoutOf(name);
        byName[name].consumeReplays(
          new ReplayQueue(this, `${name}-replay`, { deadLetters, consumerTimeout, alarmAction }),
        );
      }
    }
    this.byName = byName as Record<FunctionName, CtiFunction>;
    this.deadLettersOf = deadLettersOf;
  }
}
