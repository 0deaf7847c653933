import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IRule, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ConnectInstance } from '../connect-instance.ts';
import type { CallingFunctions } from './calling-functions.ts';

interface EventSubscriptionsProps {
  readonly functions: CallingFunctions;
  readonly instance: ConnectInstance;
  readonly documents: IBucket;
  readonly documentsPrefix: string;
}

/** What Connect and S3 tell, and who listens. */
export class EventSubscriptions extends Construct {
  readonly rules: readonly IRule[];

  constructor(
    scope: Construct,
    id: string,
    { functions, instance, documents, documentsPrefix }: EventSubscriptionsProps,
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
    this.rules = [contactEvents, uploads];
  }

  #subscribe(
    id: string,
    name: 'apply-contact-event' | 'record-upload',
    { byName, deadLettersOf }: CallingFunctions,
    eventPattern: EventPattern,
  ): IRule {
    const deadLetters = deadLettersOf[name];
    return new Rule(this, id, {
      eventPattern,
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
