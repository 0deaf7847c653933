import type { Source } from '../contracts/configuration.ts';
import type { SourceNotice } from '../source-notice.ts';
import { type AskToReadPorts, askToRead } from './ask-to-read.ts';
import { type MessageAccepted, type ReceivePorts, receiveSourceMessage } from './receive-source-message.ts';

/**
 * All that one delivery says. When one part fails the whole fails, and comes again: what was done already is known by its
 * request id.
 */
export const receiveNotices =
  (ports: ReceivePorts & AskToReadPorts) =>
  async (source: Source, notices: readonly SourceNotice[]): Promise<readonly MessageAccepted[]> =>
    Promise.all(
      withoutRepetitions(notices).map((notice) =>
        'message' in notice
          ? receiveSourceMessage(ports)(source, notice.requestId, notice.message)
          : askToRead(ports)({ sourceId: source.id, requestId: notice.requestId, ...notice.read }),
      ),
    );

/** CRMs tell every changed field of one record as an event of its own: it is read once. */
function withoutRepetitions(notices: readonly SourceNotice[]): readonly SourceNotice[] {
  const seen = new Set<string>();
  return notices.filter((notice) => {
    const what =
      'read' in notice && notice.read.call === undefined ? `read ${notice.read.opportunityId}` : notice.requestId;
    return !seen.has(what) && seen.add(what);
  });
}
