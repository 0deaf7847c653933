import { describe, expect, it } from 'vitest';
import { isInWorkspace } from '../../../ccp-widget/src/host/is-in-workspace.ts';

const INSTANCE = 'https://northwind.my.connect.aws';
const HUBSPOT = 'https://app.hubspot.com';
const configured = (...hosts: readonly string[]) => ({ hosts, ccpUrl: `${INSTANCE}/ccp-v2/` });

describe('the agent workspace around the desktop', () => {
  it('is the page of the instance whose softphone the desktop is for, when it is configured as a host', () => {
    expect(isInWorkspace(configured(HUBSPOT, INSTANCE), INSTANCE)).toBe(true);
    expect(isInWorkspace(configured(HUBSPOT), INSTANCE)).toBe(false);
  });

  it('is no other host, and no other instance: either could make up calls', () => {
    expect(isInWorkspace(configured(HUBSPOT, INSTANCE), HUBSPOT)).toBe(false);
    const other = 'https://other.my.connect.aws';
    expect(isInWorkspace(configured(other, INSTANCE), other)).toBe(false);
  });

  it('is taken at the word of frame-ancestors where the browser does not tell who is around', () => {
    expect(isInWorkspace(configured(INSTANCE), undefined)).toBe(true);
    expect(isInWorkspace(configured(), undefined)).toBe(false);
  });
});
