import { describe, expect, it } from 'vitest';
import type { CrmAnswer } from '#crm/crm-session.ts';
import { limitWatch, usageIn } from '#crm/salesforce/salesforce-limit.ts';

const answered = (header: string): CrmAnswer => ({
  ...{ outcome: 'ok', status: 200, json: {} },
  headers: { 'sforce-limit-info': header },
});

describe('Salesforce’s Limit Info Header', () => {
  it.each([
    ['api-usage=18/5000', { used: 18, limit: 5000 }],
    ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)', { used: 25, limit: 5000 }],
    ['per-app-api-usage=17/250(appName=sample-app)', undefined],
    ['api-usage=1/0', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s says %o', (header, usage) => {
    expect(usageIn(header)).toEqual(usage);
  });

  it('is told once when the limit comes near, and again only after it has gone back', () => {
    const told: number[] = [];
    const watch = limitWatch(({ used }) => told.push(used));
    for (const used of [10, 4499, 4500, 4501, 4600]) watch(answered(`api-usage=${used}/5000`));
    watch({ outcome: 'unavailable', status: 503, retryAfter: 0 });
    expect(told).toEqual([4500]);
    for (const used of [100, 4700]) watch(answered(`api-usage=${used}/5000`));
    expect(told).toEqual([4500, 4700]);
  });
});
