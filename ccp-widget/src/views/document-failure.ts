import { type ComponentChild, h } from 'preact';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { later } from '../messages-later.ts';

/** Why a document did not come from the CRM, and how it still gets here. */
export function DocumentFailure({ document: { reason } }: { document: DocumentView }): ComponentChild {
  const texts = later.documentFailure;
  return h(
    'span',
    null,
    reason ? `${texts.reasons[reason]}. ` : '',
    reason === 'unreachable' || reason === 'http-error' ? texts.again : texts.otherWay,
  );
}
