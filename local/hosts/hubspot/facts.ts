/** What the page shows: deals with ids as HubSpot has them, which are numbers. */
export interface HubspotPerson {
  readonly id: number;
  readonly name: string;
  readonly title?: string;
  readonly phones: readonly { readonly number: string; readonly label?: string | undefined }[];
}

export interface HubspotDeal {
  readonly id: number;
  readonly name: string;
  readonly stage?: string;
  readonly people: readonly HubspotPerson[];
}

export interface HubspotFacts {
  readonly portalId: number;
  /** Of the calling settings: the page that is shown as the widget. */
  readonly widgetUrl: string;
  readonly deals: readonly HubspotDeal[];
}
