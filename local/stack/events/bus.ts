/** The default event bus: hands each event to the targets of every rule whose pattern it matches, asynchronously. */
import { randomUUID } from 'node:crypto';
import type { BusEvent, Trace } from '../../parts.ts';
import type { Deployment, RuleDefinition, RuleTarget } from '../deployment.ts';
import { subjectOfEvent } from '../lambda/subject.ts';
import type { AsyncInvoker } from './async-invoker.ts';
import { matchesPattern } from './pattern.ts';

export interface EventBus {
  put(event: BusEvent): void;
  /** Hands a rule's own scheduled event to its targets. */
  deliverScheduled(rule: RuleDefinition, time: Date): void;
}

export function openEventBus(
  deployment: Deployment,
  place: { readonly region: string; readonly accountId: string },
  invoker: AsyncInvoker,
  trace: Trace,
): EventBus {
  const deliver = (rule: RuleDefinition, target: RuleTarget, event: object): void => {
    if (target.arn.startsWith('arn:aws:lambda:')) {
      invoker.invoke(target.arn, event, {
        invoker: { service: 'events.amazonaws.com', sourceArn: rule.arn, sourceAccount: place.accountId },
        ...(target.deadLetterArn !== undefined && { deadLetterArn: target.deadLetterArn }),
      });
    } else invoker.sendToQueue(target.arn, event);
  };
  const complete = (event: BusEvent) => ({
    version: '0',
    id: randomUUID(),
    account: place.accountId,
    region: place.region,
    ...event,
  });
  return {
    deliverScheduled(rule, time) {
      const event = complete({
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        detail: {},
        resources: [rule.arn],
        time: time.toISOString(),
      });
      for (const target of rule.targets) deliver(rule, target, event);
    },
    put(event) {
      const delivered = complete(event);
      const rules = deployment.rules.filter(
        ({ pattern }) => pattern !== undefined && matchesPattern(pattern, delivered),
      );
      const detail = event.detail as { eventType?: unknown; object?: { key?: unknown } } | null;
      const what = typeof detail?.eventType === 'string' ? ` ${detail.eventType}` : '';
      trace.record({
        part: 'events',
        title: `${event['detail-type']}${what}`,
        ok: true,
        ...subjectOfEvent(event),
        detail: { source: event.source, rules: rules.map(({ name }) => name) },
      });
      for (const rule of rules) for (const target of rule.targets) deliver(rule, target, delivered);
    },
  };
}
