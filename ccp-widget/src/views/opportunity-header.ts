import type { ComponentChild } from 'preact';
import * as texts from '#texts/opportunity.ts';
import type { OpportunityView } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatMoney } from '../format/format-money.ts';
import { formatPercent } from '../format/format-number.ts';
import { formatDate, formatDaysFromNow } from '../format/format-time.ts';
import type { Desk } from '../state/desk.ts';
import { h } from './h.ts';
import { icon } from './icon.ts';

interface HeaderProps {
  readonly opportunity: OpportunityView;
  readonly desk: Desk;
  /** Looked up outside of a call: there is a way back. */
  readonly closable: boolean;
}

export function OpportunityHeader({ opportunity, desk, closable }: HeaderProps): ComponentChild {
  const { amount, closeDate, probability, owner, stage, url } = opportunity;
  const attributes = Object.entries(opportunity.attributes);
  return h(
    'header',
    { class: 'opportunity' },
    h(
      'div',
      { class: 'opportunity-title' },
      closable
        ? h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': texts.back,
              title: texts.back,
              onClick: () => desk.store.update((state) => ({ ...state, focus: { kind: 'idle' } })),
            },
            icon('back'),
          )
        : null,
      h('h1', { class: 'clamp', dir: 'auto', title: opportunity.name }, opportunity.name),
      isWebAddress(url)
        ? h(
            'a',
            { class: 'button', href: url, target: '_blank', rel: 'noopener noreferrer' },
            texts.openInCrm,
            icon('external'),
          )
        : null,
    ),
    h(
      'dl',
      { class: 'facts' },
      stage ? fact(texts.stage, h('span', { class: 'chip chip-stage', dir: 'auto' }, stage)) : null,
      amount === undefined ? null : fact(texts.amount, h('strong', null, formatMoney(amount, opportunity.currency))),
      closeDate
        ? fact(
            texts.closeDate,
            formatDate(closeDate),
            h('span', { class: 'quiet' }, ` ${formatDaysFromNow(closeDate, new Date())}`),
          )
        : null,
      probability === undefined
        ? null
        : fact(
            texts.probability,
            h('meter', { min: 0, max: 100, value: probability, 'aria-label': texts.probability }),
            ` ${formatPercent(probability)}`,
          ),
      owner ? fact(texts.owner, h('bdi', null, owner.username)) : null,
      attributes.slice(0, MOST_ATTRIBUTES).map(([name, value]) => fact(name, h('bdi', null, shorten(shown(value))))),
    ),
  );
}

/** The CRM's own fields come last and must not push the people off the screen. */
const MOST_ATTRIBUTES = 6;
const MOST_CHARACTERS = 120;
const shown = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? texts.yes : texts.no) : String(value);
const shorten = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

const fact = (name: string, ...value: ComponentChild[]): ComponentChild =>
  h('div', { key: name, class: 'fact' }, h('dt', { dir: 'auto' }, name), h('dd', null, ...value));

/** A link comes from outside: `javascript:` and the like never become one. */
const isWebAddress = (url: string | undefined): url is string =>
  url !== undefined && URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
