/** The CRM's own call log on a host's page: an entry for each call, and never two. */
import type { LoggedCall } from '../crm/crm-double.ts';
import { make } from './page-element.ts';

const LOOK_EVERY_MS = 2_000;

export async function followCallLog(place: Element): Promise<void> {
  const response = await fetch('log.json').catch(() => undefined);
  const calls = response?.ok ? ((await response.json()) as readonly LoggedCall[]) : [];
  place.replaceChildren(
    ...calls.map(({ id, status, phone, notes }) =>
      make('li', {}, make('b', {}, phone ?? ''), make('span', {}, `${status} ${notes ?? ''}`), make('i', {}, id)),
    ),
  );
  setTimeout(() => void followCallLog(place), LOOK_EVERY_MS);
}
