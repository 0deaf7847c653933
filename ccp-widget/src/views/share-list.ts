import { type ComponentChild, Fragment, h } from 'preact';
import * as texts from '#texts/share.ts';
import type { DocumentShare } from '../../../functions/core/contracts/document-share.ts';
import { formatCount } from '../format/format-number.ts';
import { formatMoment } from '../format/format-time.ts';
import { button } from './button.ts';

/** The links of a document that work now: who made each, until when it opens, and whether somebody has. */
export function shareList(
  shares: readonly DocumentShare[],
  busy: boolean,
  onRevoke: (shareId: string) => void,
): ComponentChild {
  return h(
    Fragment,
    null,
    h('h3', null, texts.active),
    shares.length === 0 ? h('p', { class: 'quiet' }, texts.none) : null,
    h(
      'ul',
      { class: 'shares' },
      shares.map(({ shareId, createdBy, createdAt, expiresAt, openCount, lastOpenedAt }) =>
        h(
          'li',
          { key: shareId },
          h(
            'div',
            null,
            h('p', null, texts.until(formatMoment(expiresAt))),
            h(
              'p',
              { class: 'quiet' },
              `${texts.by(createdBy, formatMoment(createdAt))} · ${texts.opened(openCount, formatCount(openCount), lastOpenedAt && formatMoment(lastOpenedAt))}`,
            ),
          ),
          button(texts.revoke, () => onRevoke(shareId), {
            disabled: busy,
            'aria-label': texts.revokeOf(formatMoment(expiresAt)),
          }),
        ),
      ),
    ),
  );
}
