import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appOption } from '../../../local/connect/workspace/apps.ts';
import { isPermitted } from '../../../local/connect/workspace/page/permissions.ts';
import { placesFor } from '../../../local/connect/workspace/page/scopes.ts';

describe('the --app option', () => {
  it('takes name, address, scope and permissions; the sandbox has what the service always grants', () => {
    const given =
      'Deals=http://localhost:8080/app?a=1,scope=PER_CONTACT,permissions=User.Details.View+*,allow=microphone';
    expect(appOption(given)).toMatchObject({
      name: 'Deals',
      accessUrl: 'http://localhost:8080/app?a=1',
      scope: 'CONTACT',
      permissions: ['User.Details.View', '*'],
      allow: ['microphone'],
      sandbox: ['allow-forms', 'allow-popups', 'allow-same-origin', 'allow-scripts'],
    });
  });

  it.each([
    'Deals',
    '=http://localhost',
    'Deals=http://example.com',
    'Deals=ftp://localhost',
    'Deals=https://a,scope=ALL',
  ])('refuses %s in words', (given) => expect(() => appOption(given)).toThrow(/^--app /));
});

describe('permissions of an app', () => {
  it('open what the table of the administrator guide names, and nothing else', () => {
    expect(isPermitted(['User.Details.View'], 'agent/getName')).toBe(true);
    expect(isPermitted(['User.Details.View'], 'agent/setOffline')).toBe(false);
    expect(isPermitted(['Contact.Details.View'], 'contact/connected')).toBe(true);
    expect(isPermitted([], 'agent/getName')).toBe(false);
  });

  it('need the asterisk for what the table does not name', () => {
    expect(isPermitted(['Contact.Details.Edit'], 'voice/holdParticipant')).toBe(false);
    expect(isPermitted(['*'], 'voice/holdParticipant')).toBe(true);
  });

  it('name only commands and topics that the SDK has', () => {
    const sources = ['contact/lib-esm/routes', 'contact/lib-esm/topic-keys', 'voice/lib-esm/routes'].map((path) =>
      readFileSync(new URL(`../../../node_modules/@amazon-connect/${path}.js`, import.meta.url), 'utf8'),
    );
    const table = readFileSync(
      new URL('../../../local/connect/workspace/page/permissions.ts', import.meta.url),
      'utf8',
    );
    const names = [...table.matchAll(/'((?:agent|contact|voice)\/\w+)'/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !sources.some((text) => text.includes(`"${name}"`)))).toEqual([]);
  });
});

describe('places of the apps', () => {
  const apps = ['CONTACT', 'IDLE', 'CROSS_CONTACT'].map((scope) =>
    appOption(`${scope}=https://a.example,scope=${scope}`),
  );
  const named = (contactIds: string[]) => placesFor(apps, contactIds).map(({ app, scope }) => [app.name, scope]);

  it('are one for each contact, one without any, one for all', () => {
    expect(named([])).toEqual([
      ['IDLE', { type: 'idle' }],
      ['CROSS_CONTACT', undefined],
    ]);
    expect(named(['1', '2'])).toEqual([
      ['CONTACT', { type: 'contact', contactId: '1' }],
      ['CONTACT', { type: 'contact', contactId: '2' }],
      ['CROSS_CONTACT', undefined],
    ]);
  });
});
