/**
 * The page that Streams loads before the softphone with `storageAccess: {canRequest: true}`: it has the browser open this
 * origin's cookies to the frame, which wants a gesture of the person in the frame, and then goes on to the softphone.
 * Messages as in storageAccess of amazon-connect-streams 2.28: `request` comes in, `init`, `granted`, `denied` go out.
 */
import { connectHost } from './host-conduit.ts';

interface Asked {
  readonly mode?: string;
  readonly landat?: string;
  readonly custom?: { readonly title?: string; readonly header?: string };
}

const host = connectHost();
const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no ${id}.`);
  return element;
};
const button = byId('grant');
const problem = byId('problem');
let next = '/ccp-v2/';

/** A page of this origin, whatever the embedding page says. */
const landingPath = (landat: unknown): string => {
  const url = new URL(typeof landat === 'string' ? landat : next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname : next;
};

const granted = (): void => {
  host.send('storageAccess::granted', {});
  window.location.replace(next);
};

const denied = (): void => {
  problem.textContent =
    'The browser did not allow it. Allow cookies of this site in the browser’s settings, then try again.';
  host.send('storageAccess::denied', {});
};

const asked = async ({ mode, landat, custom }: Asked): Promise<void> => {
  next = landingPath(landat);
  const hasAccess = await document.hasStorageAccess();
  host.send('storageAccess::init', { hasAccess });
  if (hasAccess) return granted();
  if (mode === 'custom') {
    document.title = custom?.title ?? document.title;
    byId('title').textContent = custom?.title ?? '';
    byId('lead').textContent = custom?.header ?? '';
  }
  byId('request').hidden = false;
};

button.addEventListener('click', async () => {
  problem.textContent = '';
  await document.requestStorageAccess().then(granted, denied);
});
host.onMessage((event, data) => event === 'storageAccess::request' && asked(Object(data)));
