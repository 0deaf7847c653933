import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as texts from '#texts/line.ts';
import type { Destination, QuickConnect } from '../softphone/softphone.ts';
import { addToCall } from '../state/add-to-call.ts';
import { control } from '../state/control-call.ts';
import type { Desk } from '../state/desk.ts';
import type { DeskCall } from '../state/desktop-state.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { type Candidate, candidatesFor } from '../state/whom-to-add.ts';
import { button, iconButton } from './button.ts';
import { useFocusOnMount } from './hooks-later.ts';
import { laterIcon } from './icon-later.ts';

interface AddOrTransferProps {
  readonly desk: Desk;
  readonly call: DeskCall;
  readonly onClose: () => void;
}

/** Whom the call can be shared with: people of the deal, the quick connects of the agent's queues, or any number. */
export function AddOrTransfer({ desk, call, onClose }: AddOrTransferProps): ComponentChild {
  const state = useStore(desk.store, (all) => all);
  const [text, setText] = useState('');
  const [quickConnects, setQuickConnects] = useState<readonly QuickConnect[] | 'failed' | undefined>();
  const first = useFocusOnMount<HTMLInputElement>();
  const { capabilities, quickConnects: list } = softphoneOf(desk);
  useEffect(() => {
    if (!capabilities.has('quick-connects')) return setQuickConnects([]);
    list().then(setQuickConnects, () => setQuickConnects('failed'));
  }, []);
  const known = Array.isArray(quickConnects) ? (quickConnects as readonly QuickConnect[]) : [];
  const candidates = candidatesFor(state, call, known, text);
  const nobody = candidates.length === 0 && quickConnects !== undefined;

  const add = (candidate: Candidate): void => {
    onClose();
    const { destination, name } = candidate;
    if (candidate.contactId !== undefined && destination.kind === 'number')
      return void addToCall(desk, call, { id: candidate.contactId, name }, destination.number);
    void control(desk, (softphone) => softphone.add(call.connectContactId, destination), texts.refused.add(name));
  };
  const transfer = (destination: Destination, name: string): void => {
    onClose();
    void control(
      desk,
      (softphone) => softphone.transfer(call.connectContactId, destination),
      texts.refused.transfer(name),
    );
  };

  return h(
    'search',
    {
      class: 'add-or-transfer',
      'aria-label': texts.addOrTransfer,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      },
    },
    h(
      'label',
      { class: 'field find-field' },
      h('span', { class: 'visually-hidden' }, texts.find),
      laterIcon('search'),
      h('input', {
        ref: first,
        type: 'search',
        dir: 'auto',
        placeholder: texts.find,
        value: text,
        onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => setText(event.currentTarget.value),
      }),
    ),
    quickConnects === 'failed' ? h('p', { role: 'alert' }, texts.quickConnectsFailed) : null,
    nobody ? h('p', { class: 'quiet', role: 'status' }, text.trim() ? texts.nobody : texts.noQuickConnects) : null,
    h(
      'ul',
      { class: 'candidates' },
      candidates.map((candidate) => {
        const { id, name, about, destination, to } = candidate;
        return h(
          'li',
          { key: id, class: 'candidate' },
          h(
            'span',
            { class: 'party-who' },
            h('bdi', null, name),
            h(
              'span',
              { class: 'party-about', dir: 'auto' },
              [about, to ? texts.to[to] : ''].filter(Boolean).join(' · '),
            ),
          ),
          button(to ? texts.consult : texts.add, () => add(candidate), {
            'aria-label': to ? texts.consultWho(name) : `${texts.add}: ${name}`,
          }),
          to && to !== 'number' && capabilities.has('transfer')
            ? iconButton(laterIcon('transfer'), texts.transferWho(name), () => transfer(destination, name), {
                title: texts.transfer,
              })
            : null,
        );
      }),
    ),
  );
}
