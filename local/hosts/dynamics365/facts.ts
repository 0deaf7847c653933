/** What the pages show: records with GUIDs, numbers in the columns of Dataverse's contact table. */
export interface Dynamics365Contact {
  readonly id: string;
  readonly name: string;
  readonly title?: string;
  /** By column, such as `mobilephone`. */
  readonly phones: Readonly<Record<string, string>>;
}

export interface Dynamics365Opportunity {
  readonly id: string;
  readonly name: string;
  readonly stage?: string;
  readonly contacts: readonly Dynamics365Contact[];
}

export interface Dynamics365Facts {
  /** The channel provider's Channel URL: the page in the panel. */
  readonly widgetUrl: string;
  readonly opportunities: readonly Dynamics365Opportunity[];
}
