/**
 * What Unified Interface holds a panel's page to. What is wrong is a fault, and refused. Sources: the reference of Channel Integration
 * Framework 1.0 (learn.microsoft.com) [R]; its older sources as they were published with a solution (getProvider) [S].
 */
import { searchContacts } from './search-contacts.ts';

export interface ScreenRecord {
  readonly table: string;
  readonly id: string;
}
/** A row of the contact table. */
export type ContactRow = Readonly<Record<string, string | undefined>> & {
  readonly contactid: string;
  readonly fullname: string;
};

export type CifAnswer =
  | { readonly outcome: 'success'; readonly value?: unknown }
  | { readonly outcome: 'failure'; readonly why: string };

type Values = Readonly<Record<string, unknown>>;

/** [R] addHandler, "The supported events" of version 1.0. */
const EVENTS = ['onclicktoact', 'onmodechanged', 'onsizechanged', 'onpagenavigate', 'onsendkbarticle'];
export const MODE = { minimized: 0, docked: 1 } as const;

export class CifRules {
  readonly faults: string[] = [];
  /** Records that the page has opened. */
  readonly opened: ScreenRecord[] = [];
  readonly #records: readonly ScreenRecord[];
  readonly #contacts: readonly ContactRow[];
  readonly #handled = new Set<string>();
  #clickToAct = false;
  #mode: number = MODE.minimized;
  #width = 0;

  constructor(records: readonly ScreenRecord[], contacts: readonly ContactRow[]) {
    this.#records = records;
    this.#contacts = contacts;
  }

  get clickToAct(): boolean {
    return this.#clickToAct;
  }

  get mode(): number {
    return this.#mode;
  }

  get width(): number {
    return this.#width;
  }

  /** The agent's own click on the panel's head. */
  toggle(): number {
    this.#mode = this.#mode === MODE.docked ? MODE.minimized : MODE.docked;
    return this.#mode;
  }

  /** Nobody hears an event that nobody has asked for. */
  hears(event: string): boolean {
    return this.#handled.has(event);
  }

  /** @param screen the record on the screen */
  receive(messageType: string, values: Values, screen: ScreenRecord | undefined): CifAnswer {
    const { value } = values;
    switch (messageType) {
      case 'addGenericHandler':
        if (!EVENTS.includes(String(values.eventType))) return this.#fault(messageType, `no event ${values.eventType}`);
        this.#handled.add(String(values.eventType));
        return { outcome: 'success' };
      case 'setClickToAct':
        if (typeof value !== 'boolean') return this.#fault(messageType, 'value is no Boolean');
        this.#clickToAct = value;
        return { outcome: 'success' };
      case 'getClickToAct':
        return { outcome: 'success', value: this.#clickToAct };
      case 'setMode':
        // [R] "The widget in this version … supports Docked and Minimized modes."
        if (value !== MODE.minimized && value !== MODE.docked) return this.#fault(messageType, `mode ${value}`);
        this.#mode = value;
        return { outcome: 'success' };
      case 'getMode':
        return { outcome: 'success', value: this.#mode };
      case 'setWidth':
        if (typeof value !== 'number' || !(value >= 0)) return this.#fault(messageType, `width ${value}`);
        this.#width = value;
        return { outcome: 'success' };
      case 'getWidth':
        return { outcome: 'success', value: this.#width };
      case 'getEnvironment':
        return { outcome: 'success', value: environmentOf(screen) };
      case 'search':
        return this.#search(messageType, values);
      case 'openForm':
        return this.#openForm(messageType, values);
      case 'createRecord':
        return this.#fault(messageType, 'the connector’s log makes the record: this would be a second one');
      default:
        return this.#fault(messageType, 'no such message');
    }
  }

  #fault(messageType: string, why: string): CifAnswer {
    this.faults.push(`${messageType}: ${why}`);
    return { outcome: 'failure', why };
  }

  #search(messageType: string, { entityName, queryParameters }: Values): CifAnswer {
    if (entityName !== 'contact') return this.#fault(messageType, `nothing is known of ${entityName}`);
    const found = searchContacts(this.#contacts, String(queryParameters));
    if (found === undefined) return this.#fault(messageType, `cannot read ${queryParameters}`);
    return { outcome: 'success', value: Object.fromEntries(found.map((row, index) => [index, row])) };
  }

  #openForm(messageType: string, { entityFormOptions, entityFormParameters }: Values): CifAnswer {
    // [S] openForm wants both of its values, though the reference calls the second optional.
    const [options, parameters] = [parse(entityFormOptions), parse(entityFormParameters)];
    if (options === undefined || parameters === undefined) return this.#fault(messageType, 'two texts of JSON');
    const record = this.#records.find(({ table, id }) => table === options.entityName && id === options.entityId);
    if (record === undefined) return this.#fault(messageType, `no ${options.entityName} ${options.entityId}`);
    this.opened.push(record);
    return { outcome: 'success', value: { savedEntityReference: [] } };
  }
}

/** As recorded in the Dynamics widget of the Brekeke phone, 2023: of a form also its table and record. */
const environmentOf = (screen: ScreenRecord | undefined): Values => ({
  ...{ appid: '802b8bcd-710d-ee11-8f6d-002248803266', cifVersion: '9.2.0.49', crmVersion: '9.2.23055.00200' },
  ...{ orgLcid: 1033, userId: '{00000075-0000-4000-8000-000000000001}', username: 'Ana Flores', userLcid: 1033 },
  ...(screen ? { pagetype: 'entityrecord', etn: screen.table, id: screen.id } : { pagetype: 'dashboard' }),
});

function parse(text: unknown): Values | undefined {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    return typeof value === 'object' && value !== null ? (value as Values) : undefined;
  } catch {
    return undefined;
  }
}
