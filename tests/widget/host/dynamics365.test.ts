/** The panel of Dynamics 365 against a framework that says what it was asked; Unified Interface's own rules are in tests/local/hosts. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ChannelIntegrationFramework, CifEvent } from '../../../ccp-widget/src/host/dynamics365/ci-framework.ts';
import { isForFramework } from '../../../ccp-widget/src/host/dynamics365/connect-dynamics365.ts';
import { createDynamics365Bridge } from '../../../ccp-widget/src/host/dynamics365/dynamics365-bridge.ts';
import { readClick, recordIn, recordInAddress, wishFrom } from '../../../ccp-widget/src/host/dynamics365/read-click.ts';
import { searchCallers } from '../../../ccp-widget/src/host/dynamics365/search-callers.ts';
import type { HostCall } from '../../../ccp-widget/src/host/host-bridge.ts';

const DEAL = '0000006f-0000-4000-8000-000000001001';
const DANA = '80ac35a0-01af-ea11-a812-000d3a8b3ec6';
/** As recorded in the Dynamics widget of the Brekeke phone. */
const CLICK = {
  ...{ value: '619-555-0129', name: 'mobilephone', format: 'Phone', entityLogicalName: 'contact' },
  ...{ entityId: DANA, recordTitle: 'Dana Reyes' },
};
const page = (etn: string, id: string) => JSON.stringify({ pagetype: 'entityrecord', etn, id });

describe('a click on a number in Dynamics 365', () => {
  const clickOn = (part: object) => readClick(JSON.stringify({ ...CLICK, ...part })) ?? expect.fail('no click');

  it('calls for the opportunity whose form shows the contact', () => {
    const screen = recordIn(page('opportunity', `{${DEAL.toUpperCase()}}`));
    expect(wishFrom(clickOn({}), screen)).toEqual({ number: CLICK.value, opportunityId: DEAL, contactId: DANA });
  });

  it('calls for the opportunity in whose own column the number is', () => {
    const click = clickOn({ entityLogicalName: 'opportunity', entityId: DEAL });
    expect(wishFrom(click, undefined)).toEqual({ number: CLICK.value, opportunityId: DEAL });
  });

  it('names the contact alone where no opportunity is, and by the page when the click names no record, as documented', () => {
    const screen = recordIn(page('contact', DANA));
    expect(wishFrom(clickOn({}), screen)).toEqual({ number: CLICK.value, contactId: DANA });
    expect(wishFrom(clickOn({ entityId: undefined }), screen)).toEqual({ number: CLICK.value, contactId: DANA });
    expect(wishFrom(clickOn({ entityLogicalName: 'account' }), screen)).toEqual({ number: CLICK.value });
  });

  it('knows the page that is gone to by its address, as Microsoft’s sample does', () => {
    const address = `https://contoso.crm4.dynamics.com/main.aspx?appid=1&pagetype=entityrecord&etn=opportunity&id=${DEAL}`;
    expect(recordInAddress(JSON.stringify({ value: address }))).toEqual({ table: 'opportunity', id: DEAL });
    expect(recordInAddress(JSON.stringify({ value: address.replace('entityrecord', 'entitylist') }))).toBeUndefined();
  });

  it('is whatever it is without throwing, and never dials nothing', () => {
    const anything = fc.oneof(fc.anything(), fc.json(), fc.json().map(JSON.parse));
    fc.assert(
      fc.property(anything, anything, (eventData, environment) => {
        const click = readClick(eventData);
        const wish = click && wishFrom(click, recordIn(environment) ?? recordInAddress(environment));
        return (wish?.number.trim() ?? 'none') !== '';
      }),
    );
  });
});

describe('whom Dynamics 365 knows by a number', () => {
  it('is found however the number is written, and nobody else is', async () => {
    const searchAndOpenRecords = vi.fn(async () =>
      JSON.stringify({
        0: { contactid: DANA, fullname: 'Dana Reyes', mobilephone: '(415) 555-0101' },
        1: { contactid: DEAL, fullname: 'Another', telephone1: '+49 415 5550101' },
      }),
    );
    const framework = { searchAndOpenRecords } as unknown as ChannelIntegrationFramework;
    expect(await searchCallers(framework, '+14155550101')).toEqual([{ id: DANA, name: 'Dana Reyes' }]);
    expect(searchAndOpenRecords.mock.calls[0]).toEqual([
      'contact',
      expect.stringContaining("contains(mobilephone,'5%5%5%0%1%0%1')"),
      true,
    ]);
    expect(await searchCallers(framework, '911')).toEqual([]);
  });

  it('is asked with digits alone, whatever calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (number) => {
        const asked: string[] = [];
        const searchAndOpenRecords = async (_table: string, query: string) => {
          asked.push(query);
          return '{}';
        };
        await searchCallers({ searchAndOpenRecords } as unknown as ChannelIntegrationFramework, number);
        for (const query of asked) expect(query.match(/'([^']*)'/)?.[1]).toMatch(/^\d(?:%\d){6}$/);
      }),
    );
  });
});

const SOURCE = 'dynamics';
const call = (part: Partial<HostCall> = {}): HostCall => ({
  ...{ id: 'one', inbound: false, startedAt: 0, number: '+14155550101' },
  key: { sourceId: SOURCE, opportunityId: DEAL },
  ...part,
});

function startBridge(part: Partial<ChannelIntegrationFramework> = {}) {
  const asked: unknown[][] = [];
  const handlers = new Map<CifEvent, (eventData: string) => Promise<unknown>>();
  const answering =
    <Answer>(name: string, answer: Answer) =>
    async (...given: readonly unknown[]): Promise<Answer> => {
      asked.push([name, ...given]);
      return answer;
    };
  const framework: ChannelIntegrationFramework = {
    setClickToAct: answering('setClickToAct', null),
    getEnvironment: async () => page('contact', DANA),
    getMode: async () => 0,
    setMode: answering('setMode', null),
    setWidth: answering('setWidth', null),
    searchAndOpenRecords: async () =>
      JSON.stringify({ 0: { contactid: DANA, fullname: 'Dana', mobilephone: '+14155550101' } }),
    openForm: answering('openForm', '{}'),
    addHandler: (event, handler) => void handlers.set(event, handler),
    ...part,
  };
  const listener = { dial: vi.fn(), recognised: vi.fn(), unreachable: vi.fn() };
  const bridge = createDynamics365Bridge({ sourceId: SOURCE, load: async () => framework });
  bridge.start(listener);
  return {
    ...{ bridge, asked, listener },
    ready: () => vi.waitFor(() => expect(asked).toContainEqual(['setWidth', 340])),
    raise: async (event: CifEvent, data: object) => handlers.get(event)?.(JSON.stringify(data)),
    askedFor: (name: string) => asked.filter(([one]) => one === name),
  };
}

describe('the panel of Dynamics 365', () => {
  it('lets numbers be clicked once the agent is signed in, and a click before that shows the panel and dials nothing', async () => {
    const { bridge, ready, raise, listener, askedFor } = startBridge();
    await ready();
    expect(askedFor('setClickToAct')).toEqual([]);
    expect(await raise('onclicktoact', CLICK)).toBe(false);
    expect(askedFor('setMode')).toEqual([['setMode', 1]]);
    expect(listener.dial).not.toHaveBeenCalled();
    bridge.presence({ loggedIn: true, available: false });
    bridge.presence({ loggedIn: true, available: true });
    bridge.presence({ loggedIn: false, available: false });
    expect(askedFor('setClickToAct')).toEqual([['setClickToAct', true]]);
  });

  it('goes on when the organisation refuses whatever it is asked', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('no privilege msdyn_writechannelprovider'));
    const { bridge, ready, raise, listener } = startBridge({
      setClickToAct: refuse,
      getEnvironment: refuse,
      setMode: refuse,
    });
    bridge.presence({ loggedIn: true, available: true });
    await ready();
    expect(await raise('onclicktoact', CLICK)).toBe(true);
    expect(listener.dial).toHaveBeenCalledWith({ number: CLICK.value, contactId: DANA });
  });

  it('opens for a call and is as it was after it, with the opportunity on the screen; no record of the call is made', async () => {
    const { bridge, ready, askedFor } = startBridge();
    await ready();
    expect(await bridge.outgoing(call(), true)).toBeUndefined();
    bridge.answered(call());
    bridge.ended(call({ end: 'completed' }));
    expect(askedFor('openForm')).toEqual([]);
    bridge.completed(call({ end: 'completed' }), 'notes');
    expect(askedFor('setMode')).toEqual([
      ['setMode', 1],
      ['setMode', 0],
    ]);
    expect(askedFor('openForm')).toEqual([
      ['openForm', JSON.stringify({ entityName: 'opportunity', entityId: DEAL }), '{}'],
    ]);
  });

  it('stays as the agent has put it during a call, and opens no record that is on the screen or of another CRM', async () => {
    const { bridge, ready, raise, askedFor } = startBridge();
    await ready();
    await bridge.outgoing(call(), true);
    await raise('onmodechanged', { value: 0 });
    await raise('onmodechanged', { value: 1 });
    await raise('onpagenavigate', {
      value: `https://x.example/main.aspx?pagetype=entityrecord&etn=opportunity&id=${DEAL}`,
    });
    bridge.completed(call(), '');
    bridge.completed(call({ key: { sourceId: 'other', opportunityId: '7' } }), '');
    expect(askedFor('setMode')).toEqual([['setMode', 1]]);
    expect(askedFor('openForm')).toEqual([]);
  });

  it('shows the opportunity of a caller when the call is taken, and offers the contact that it knows', async () => {
    const { bridge, ready, listener, askedFor } = startBridge();
    await ready();
    bridge.incoming(call({ inbound: true }));
    await vi.waitFor(() => expect(listener.recognised).toHaveBeenCalled());
    const [callers] = listener.recognised.mock.lastCall ?? [];
    expect(callers).toMatchObject([{ name: 'Dana' }]);
    callers[0].show();
    bridge.answered(call({ inbound: true }));
    expect(askedFor('openForm').map(([, options]) => JSON.parse(String(options)))).toEqual([
      { entityName: 'contact', entityId: DANA },
      { entityName: 'opportunity', entityId: DEAL },
    ]);
  });

  it('says so when the organisation’s script does not come', async () => {
    const listener = { dial: vi.fn(), recognised: vi.fn(), unreachable: vi.fn() };
    const bridge = createDynamics365Bridge({ sourceId: SOURCE, load: () => Promise.reject(new Error('blocked')) });
    bridge.start(listener);
    await vi.waitFor(() => expect(listener.unreachable).toHaveBeenCalledOnce());
    expect(await bridge.outgoing(call(), true)).toBeUndefined();
  });

  it('guards what the framework would act on, and leaves the softphone’s messages alone', () => {
    expect(isForFramework({ messageType: 'onclicktoact', messageData: '{}' })).toBe(true);
    expect(isForFramework({ messageCorrelationId: '1', messageOutcome: 'success' })).toBe(true);
    for (const other of [{ event: 'acknowledge' }, null, undefined, 'text', 7])
      expect(isForFramework(other)).toBe(false);
  });
});
