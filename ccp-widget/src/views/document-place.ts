import type { ComponentChild } from 'preact';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { later } from '../messages-later.ts';

/** Only said of a file that is not in the CRM, or not yet. */
export function DocumentPlace({ document: { inCrm, state } }: { document: DocumentView }): ComponentChild {
  const words = later.documents.inCrm;
  if (state !== 'ready' || inCrm === undefined || inCrm.state === 'kept') return null;
  return ` · ${inCrm.state === 'only-here' ? words.onlyHere[inCrm.reason] : words.onItsWay}`;
}
