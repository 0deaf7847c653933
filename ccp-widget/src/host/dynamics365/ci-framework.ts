/**
 * The part of Dynamics 365's Channel Integration Framework 1.0 that is used here. Microsoft publishes no types. Source of each:
 * learn.microsoft.com/dynamics365/channel-integration-framework/v1/develop/reference/microsoft-ciframework/<name in lower case>.
 * Every call is answered within ten seconds or rejected (the reference's first page).
 */

/** `setMode`, `onmodechanged`. */
export const PANEL = { minimized: 0, docked: 1, hidden: 2 } as const;

export interface ChannelIntegrationFramework {
  /** Rejected for whoever may not write channel providers: the administrator's setting holds then. */
  setClickToAct(value: boolean): Promise<unknown>;
  /** The event's data is a text of JSON. What the handler returns is waited for. */
  addHandler(event: CifEvent, handler: (eventData: string) => Promise<unknown>): void;
  /** The app and the page, as a text of JSON. */
  getEnvironment(): Promise<string>;
  getMode(): Promise<number>;
  setMode(mode: (typeof PANEL)[keyof typeof PANEL]): Promise<unknown>;
  /** Pixels. */
  setWidth(width: number): Promise<unknown>;
  /** With `searchOnly` nothing is opened. Resolves with a text of JSON: the records by their place in the list. */
  searchAndOpenRecords(entityName: string, query: string, searchOnly: boolean): Promise<string>;
  /** Both are texts of JSON. */
  openForm(entityFormOptions: string, entityFormParameters: string): Promise<string>;
}

/** `…/reference/events/<name>`. */
export type CifEvent = 'onclicktoact' | 'onmodechanged' | 'onpagenavigate';

declare global {
  var Microsoft: { readonly CIFramework?: ChannelIntegrationFramework } | undefined;
}
