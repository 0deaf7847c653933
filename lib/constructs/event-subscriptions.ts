import { Duration } from 'aws-cdk-lib';
import { EventBus, type EventPattern, type IEventBus, type IRule, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ConnectInstance } from '../connect-instance.ts';
import { asEventBus } from '../construct-types.ts';
import type { CallingFunctions } from './calling-functions.ts';

interface EventSubscriptionsProps {
  readonly functions: CallingFunctions;
  readonly instance: ConnectInstance;
  readonly documents: IBucket;
  readonly documentsPrefix: string;
  /** Partner event sources: each has a bus of its own, by its name. */
  readonly eventSources: readonly string[];
}

/** What Connect, S3 and relayed CRMs tell, and who listens. */
export class EventSubscriptions extends Construct {
  readonly rules: readonly IRule[];

  constructor(
    scope: Construct,
    id: string,
    { functions, instance, documents, documentsPrefix, eventSources }: EventSubscriptionsProps,
  ) {
    super(scope, id);
    const contactEvents = this.#subscribe('ContactEvents', 'apply-contact-event', functions, {
      source: ['aws.connect'],
      detailType: ['Amazon Connect Contact Event'],
      resources: [instance.arn],
      // Sent for every change of an attribute or tag, and says nothing about the state of a call.
      detail: { eventType: [{ 'anything-but': ['CONTACT_DATA_UPDATED'] }] },
    });
    const uploads = this.#subscribe('Uploads', 'record-upload', functions, {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [documents.bucketName] }, object: { key: [{ prefix: documentsPrefix }] } },
    });
    for (const eventSource of eventSources) {
      const name = `Relayed${eventSource.split('/').at(-1)}`;
      const bus = new EventBus(this, `${name}Bus`, { eventSourceName: eventSource });
      this.#subscribe(name, 'receive-relayed-event', functions, { source: [eventSource] }, asEventBus(bus));
    }
    // A rule of another bus is counted with that bus's name; what it cannot hand over rests in the dead-letter queue, which has an alarm.
    this.rules = [contactEvents, uploads];
  }

  #subscribe(
    id: string,
    name: 'apply-contact-event' | 'receive-relayed-event' | 'record-upload',
    { byName, deadLettersOf }: CallingFunctions,
    eventPattern: EventPattern,
    eventBus?: IEventBus,
  ): IRule {
    const deadLetters = deadLettersOf[name];
    return new Rule(this, id, {
      eventPattern,
      ...(eventBus !== undefined && { eventBus }),
      targets: [
        new LambdaFunction(byName[name].function, {
          // A call that ended is still reported within the day.
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
          ...(deadLetters === undefined ? {} : { deadLetterQueue: deadLetters.queue }),
        }),
      ],
    });
  }
}
