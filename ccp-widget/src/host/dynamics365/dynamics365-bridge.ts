import type { HostBridge, HostCall, HostListener } from '../host-bridge.ts';
import { type ChannelIntegrationFramework, PANEL } from './ci-framework.ts';
import { parsed, type RecordOnScreen, readClick, recordIn, recordInAddress, wishFrom } from './read-click.ts';
import { searchCallers } from './search-callers.ts';

/** Pixels: the side panel's own width in Unified Interface. */
const WIDTH = 340;

export interface Dynamics365Options {
  /** The source whose records the organisation's pages show. */
  readonly sourceId: string;
  /** Resolves when the framework may be asked. */
  readonly load: () => Promise<ChannelIntegrationFramework>;
}

/**
 * The side panel of Dynamics 365. It makes no record of a call: the connector's own log does (a phone call activity that belongs to
 * the opportunity), and `createRecord` would make a second one.
 */
export function createDynamics365Bridge({ sourceId, load }: Dynamics365Options): HostBridge {
  let framework: ChannelIntegrationFramework | undefined;
  let listener: HostListener | undefined;
  let isLoggedIn = false;
  let isClickable = false;
  let mode: number | undefined;
  /** As the agent had it before a call opened the panel; nothing once they have changed it themselves. */
  let modeBefore: number | undefined;
  let screen: RecordOnScreen | undefined;

  /** What the organisation refuses is not worth a word: the call goes on without it. */
  const ask = (asked: (known: ChannelIntegrationFramework) => Promise<unknown>): void => {
    if (framework) asked(framework).catch(() => undefined);
  };
  const show = (next: typeof mode): void => {
    if (next === mode || (next !== PANEL.docked && next !== PANEL.minimized)) return;
    mode = next;
    ask((known) => known.setMode(next));
  };
  const dock = (): void => {
    if (mode !== PANEL.docked) modeBefore ??= mode;
    show(PANEL.docked);
  };
  const open = (entityName: string, entityId: string): void =>
    ask((known) => known.openForm(JSON.stringify({ entityName, entityId }), '{}'));
  const openDeal = ({ key }: HostCall): void => {
    if (key?.sourceId !== sourceId) return;
    if (screen?.table === 'opportunity' && screen.id === key.opportunityId) return;
    open('opportunity', key.opportunityId);
  };
  const enableClicks = (): void => {
    if (isClickable || !isLoggedIn || !framework) return;
    isClickable = true;
    // Never turned off: the setting is the channel provider's, which is everybody's.
    ask((known) => known.setClickToAct(true));
  };

  const clicked = async (eventData: string): Promise<boolean> => {
    const click = readClick(eventData);
    if (!click || !framework) return false;
    dock();
    // The panel says what to do.
    if (!isLoggedIn) return false;
    screen = recordIn(await framework.getEnvironment().catch(() => undefined)) ?? screen;
    listener?.dial(wishFrom(click, screen));
    return true;
  };
  const modeChanged = async (eventData: string): Promise<void> => {
    const { value } = parsed(eventData);
    if (typeof value !== 'number' || value === mode) return;
    mode = value;
    modeBefore = undefined;
  };
  const navigated = async (eventData: string): Promise<void> => {
    screen = recordInAddress(eventData);
  };

  async function connect(): Promise<void> {
    const known = await load();
    known.addHandler('onclicktoact', clicked);
    known.addHandler('onmodechanged', modeChanged);
    known.addHandler('onpagenavigate', navigated);
    framework = known;
    enableClicks();
    ask(async () => {
      mode ??= await known.getMode();
    });
    ask(async () => {
      screen ??= recordIn(await known.getEnvironment());
    });
    ask(() => known.setWidth(WIDTH));
  }

  return {
    start(heard) {
      listener = heard;
      connect().catch(() => heard.unreachable());
    },
    presence({ loggedIn }) {
      isLoggedIn = loggedIn;
      enableClicks();
    },
    async outgoing() {
      dock();
      return undefined;
    },
    incoming({ number }) {
      dock();
      if (number === undefined) return;
      ask(async (known) => {
        const contacts = await searchCallers(known, number);
        listener?.recognised(contacts.map(({ id, name }) => ({ name, show: () => open('contact', id) })));
      });
    },
    answered(call) {
      if (call.inbound) openDeal(call);
    },
    ended: () => undefined,
    completed(call) {
      // Where the connector's entry of the call appears.
      openDeal(call);
      show(modeBefore);
      modeBefore = undefined;
    },
  };
}
