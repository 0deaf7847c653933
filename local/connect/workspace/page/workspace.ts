/** The agent workspace: the softphone beside third-party apps, as at `/agent-app-v2` of an instance. */
import { h, render } from 'preact';
import { type Link, openPush, type PushedEvent } from '../../ccp/page/server.ts';
import { Updates } from '../../ccp/page/updates.ts';
import type { Update } from '../../ccp/page/wire.ts';
import { AppHost } from './app-host.ts';
import { AppTabs } from './app-tabs.ts';

const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no ${id}.`);
  return element;
};

const updates = new Updates();
let region = '';
let link: { readonly status: Link; readonly since: number } = { status: 'connecting', since: Date.now() };
const tabs = byId('tabs');
const host: AppHost = new AppHost(byId('frames'), { updates, link: () => link, instance: () => ({ region }) }, () =>
  render(h(AppTabs, { host }), tabs),
);

const readApps = async (): Promise<void> => {
  const response = await fetch('/agent-app-v2/apps');
  if (response.ok) host.setApps((await response.json()).apps);
};

const received = ({ event, data }: PushedEvent): void => {
  switch (event) {
    case 'page::settings':
      region = (data as { region: string }).region;
      return;
    case 'page::apps':
      readApps();
      return;
    case 'page::session-ended':
      window.location.reload();
      return;
    case 'agent::update': {
      const before = updates.set(data as Update);
      host.updated(before, data as Update);
      // Apps need the agent's data from their first moment on.
      if (!before) readApps();
    }
  }
};

const linkChanged = (status: Link): void => {
  if (status === 'failed') window.location.reload();
  if (status === link.status) return;
  link = { status, since: Date.now() };
  host.publish({ key: 'agent/networkConnectionStatusChanged', data: { status, timestamp: link.since } });
};

openPush(crypto.randomUUID(), { onEvent: received, onLink: linkChanged });
