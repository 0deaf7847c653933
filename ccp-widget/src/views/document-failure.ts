import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/failure.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { fetchAgain } from '../state/handle-versions.ts';
import { linkButton } from './link-button.ts';

interface DocumentFailureProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
}

/** Why a document, or its newest version, is not here, and how it still gets here. */
export function DocumentFailure({ desk, opportunity, document }: DocumentFailureProps): ComponentChild {
  const { reason, httpStatus, state, title } = document;
  if (reason === undefined) return null;
  const why = texts.statuses[httpStatus ?? 0] ?? texts.reasons[reason];
  const fromCrm = reason === 'unreachable' || reason === 'http-error';
  const words = [...(state === 'ready' ? [texts.newer] : []), why, fromCrm ? texts.orUpload : texts.otherWay];
  return h(
    'span',
    null,
    `${words.join(' ')} `,
    fromCrm
      ? linkButton(texts.again, () => void fetchAgain(desk, opportunity, document), {
          'aria-label': texts.againOf(title),
        })
      : null,
  );
}
