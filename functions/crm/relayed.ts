import type { Source } from '#core/contracts/configuration.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { noticesOfRelayedEvent, type RelayedEvent } from './salesforce/relayed-event.ts';

/**
 * What an event of a partner event bus says, and whose it is: only what a source's configuration names is believed, whatever a rule
 * lets through.
 * @throws Error for an event of nobody's; CtiError as `noticesOfRelayedEvent`
 */
export function relayedFrom(
  event: RelayedEvent,
  sources: readonly Source[],
): { readonly sourceId: string; readonly notices: readonly SourceNotice[] } {
  const source = sources.find((one) => one.kind === 'salesforce' && one.eventSources.includes(event.source));
  if (source === undefined) throw new Error('the event is of no configured source');
  return { sourceId: source.id, notices: noticesOfRelayedEvent(event) };
}
