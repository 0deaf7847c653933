import { type ComponentChild, Fragment, h } from 'preact';
import * as texts from '#texts/in-crm.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { Desk } from '../state/desk.ts';
import { Waits } from './waits.ts';

/** Only said of a file that is not in the CRM, or not yet; and of one whose edit is not sent. */
export function DocumentPlace({ desk, document }: { desk: Desk; document: DocumentView }): ComponentChild {
  const { id, inCrm, state } = document;
  const isElsewhere = state === 'ready' && inCrm !== undefined && inCrm.state !== 'kept';
  return h(
    Fragment,
    null,
    isElsewhere ? ` · ${inCrm.state === 'only-here' ? texts.onlyHere[inCrm.reason] : texts.onItsWay}` : null,
    ' ',
    h(Waits, { desk, id }),
  );
}
