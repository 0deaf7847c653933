import { type ComponentChild, h, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as texts from '#texts/share.ts';
import type { CreatedShare, DocumentShares, ShareHours } from '../../../functions/core/contracts/document-share.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { formatMoment } from '../format/format-time.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey, Trouble } from '../state/desktop-state.ts';
import { button } from './button.ts';
import { dialogHead, useModal } from './modal.ts';
import { shareList } from './share-list.ts';
import { troubleBox } from './trouble.ts';

interface ShareDialogProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
  readonly onClose: () => void;
}

/** Outside of the form or preview that it was opened from: its keys are not theirs. */
export function openShareDialog(desk: Desk, opportunity: OpportunityKey, shared: DocumentView): void {
  const opener = document.activeElement;
  const holder = document.body.appendChild(document.createElement('div'));
  const onClose = (): void => {
    render(null, holder);
    holder.remove();
    if (opener instanceof HTMLElement) opener.focus();
  };
  render(h(ShareDialog, { desk, opportunity, document: shared, onClose }), holder);
}

/** Links for people outside: make one, see those there are, take them back. */
function ShareDialog({ desk, opportunity, document, onClose }: ShareDialogProps): ComponentChild {
  const api = apiOf(desk);
  const dialog = useModal();
  const [known, setKnown] = useState<DocumentShares | undefined>();
  const [made, setMade] = useState<CreatedShare | undefined>();
  const [busy, setBusy] = useState(false);
  /** The notices are behind the dialog: what it has to say stands in it. */
  const [said, setSaid] = useState('');
  const [trouble, setTrouble] = useState<Trouble | undefined>();

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await work();
      setKnown(await api.listShares(opportunity, document.id));
    } catch (error) {
      setTrouble(troubleFrom(error));
    }
    setBusy(false);
  };
  const copy = ({ url, expiresAt }: CreatedShare): Promise<void> =>
    navigator.clipboard.writeText(url).then(() => setSaid(texts.copied(formatMoment(expiresAt))));
  const make = (hours: ShareHours): Promise<void> =>
    attempt(async () => {
      setSaid(texts.making);
      setMade(undefined);
      const share = await api.createShare(opportunity, document.id, hours);
      setMade(share);
      // The browser lets a page copy only shortly after a click: when the answer was too slow, the button is the click.
      await copy(share).catch(() => setSaid(texts.made(formatMoment(share.expiresAt))));
    }).then(() => setSaid((words) => (words === texts.making ? '' : words)));
  const revoke = (shareId: string): Promise<void> =>
    attempt(async () => {
      await api.revokeShare(opportunity, document.id, shareId);
      if (made?.shareId === shareId) setMade(undefined);
      setSaid(texts.revoked);
    });

  useEffect(() => {
    void attempt(async () => undefined);
  }, []);

  return h(
    'dialog',
    { ref: dialog, class: 'share', 'aria-labelledby': 'share-title', onClose },
    dialogHead(dialog, 'share-title', texts.title(document.title), { dir: 'auto' }),
    h('p', { class: 'quiet' }, known?.hours.length === 0 ? texts.off : texts.explanation),
    trouble ? troubleBox(trouble) : null,
    known && known.hours.length > 0
      ? h(
          'div',
          { class: 'share-make', role: 'group', 'aria-label': texts.make },
          h('span', { 'aria-hidden': 'true' }, texts.make),
          known.hours.map((hours) =>
            button(texts.hours[hours], () => void make(hours), { key: hours, disabled: busy }),
          ),
        )
      : null,
    h('p', { class: 'share-said', role: 'status' }, said),
    made ? address(made, () => void copy(made).catch(() => setSaid(texts.refused))) : null,
    known ? shareList(known.shares, busy, (shareId) => void revoke(shareId)) : null,
  );
}

const address = ({ url }: CreatedShare, onCopy: () => void): ComponentChild =>
  h(
    'div',
    { class: 'share-address' },
    h(
      'label',
      { class: 'field' },
      h('span', null, `${texts.address} `, h('span', { class: 'quiet' }, texts.once)),
      h('input', {
        ...{ type: 'text', readOnly: true, value: url, dir: 'ltr' },
        onFocus: (event: FocusEvent & { currentTarget: HTMLInputElement }) => event.currentTarget.select(),
      }),
    ),
    button(texts.copy, onCopy, { class: 'button button-main' }),
  );
