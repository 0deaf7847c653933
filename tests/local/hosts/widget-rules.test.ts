import { describe, expect, it } from 'vitest';
import { WidgetRules } from '../../../local/hosts/hubspot/widget-rules.ts';

const call = { externalCallId: 'one', fromNumber: '+1', toNumber: '+2' };
const rules = () => {
  const made = new WidgetRules(1, [{ id: 5, name: 'Dana Reyes', numbers: ['+1'] }]);
  made.receive({ type: 'INITIALIZED', data: { isLoggedIn: true } });
  return made;
};

describe('HubSpot’s rules for a calling app', () => {
  it('let nothing come before INITIALIZED, and dial only for who is logged in', () => {
    const strict = new WidgetRules(1, []);
    strict.receive({ type: 'LOGGED_IN' });
    expect(strict.faults).toEqual(['LOGGED_IN: before INITIALIZED']);
    expect(strict.mayDial).toBe(false);
    strict.receive({ type: 'INITIALIZED', data: { isLoggedIn: false } });
    expect(strict.mayDial).toBe(false);
    strict.receive({ type: 'LOGGED_IN' });
    expect(strict.mayDial).toBe(true);
    expect(strict.isAvailable).toBe(false);
    strict.receive({ type: 'USER_AVAILABLE' });
    expect(strict.isAvailable).toBe(true);
  });

  it('want a call begun once, ended once, then completed with its own engagement', () => {
    const strict = rules();
    const [answer] = strict.receive({ type: 'OUTGOING_CALL_STARTED', data: { ...call, createEngagement: true } }, 77);
    expect(answer).toMatchObject({ type: 'CREATE_ENGAGEMENT_SUCCEEDED', data: { externalCallId: 'one' } });
    const { engagementId } = Object(answer?.data) as { readonly engagementId: number };
    expect(strict.engagements).toEqual([{ engagementId, externalCallId: 'one', dealId: 77 }]);
    const tell = (type: string, data: object = {}) =>
      strict.receive({ type, data: { externalCallId: 'one', ...data } });
    strict.receive({ type: 'OUTGOING_CALL_STARTED', data: call });
    tell('CALL_COMPLETED', { engagementId });
    tell('CALL_ENDED', { engagementId: 1, callEndStatus: 'COMPLETED' });
    tell('CALL_ENDED', { engagementId, callEndStatus: 'DONE' });
    expect(strict.faults).toHaveLength(4);
    tell('CALL_ENDED', { engagementId, callEndStatus: 'COMPLETED' });
    tell('CALL_ANSWERED');
    tell('CALL_COMPLETED', { engagementId, engagementProperties: { hs_nonsense: 'x' } });
    tell('CALL_COMPLETED', { engagementId, engagementProperties: { hs_call_duration: 5 } });
    expect(strict.faults).toHaveLength(7);
    tell('CALL_COMPLETED', { engagementId, engagementProperties: { hs_call_status: 'COMPLETED' } });
    expect(strict.faults).toHaveLength(7);
    expect(strict.engagements[0]?.properties).toEqual({ hs_call_status: 'COMPLETED' });
  });

  it('match callers, and open only contacts and companies', () => {
    const strict = rules();
    const [match] = strict.receive({ type: 'INCOMING_CALL', data: call });
    expect(match?.type).toBe('CALLER_ID_MATCH_SUCCEEDED');
    const open = (objectTypeId: string) => ({
      type: 'NAVIGATE_TO_RECORD',
      data: { objectCoordinates: { objectId: 5, objectTypeId } },
    });
    expect(strict.receive(open('0-3'))[0]?.type).toBe('NAVIGATE_TO_RECORD_FAILED');
    strict.receive(open('0-1'));
    expect([strict.visited, strict.faults]).toEqual([[5], []]);
  });
});
