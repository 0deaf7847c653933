/** What a CRM takes of what agents do, so that the desktop offers that, and says of the rest where it stays. */

/**
 * `crm`: it is written to the CRM. `here`: the CRM has no place for it; it is kept in this system, and the CRM's copies do not
 * undo it. `no`: the CRM has a place for it that is not written from here, and what an agent changed would be undone.
 */
export const PLACES = ['crm', 'here', 'no'] as const;
export type Place = (typeof PLACES)[number];

/** `once`: an entry of the call log is written when all is known, and nobody changes it. */
export const LOG_ENTRIES = ['changed', 'once'] as const;

/** What an agent may change of a person (`contactEditSchema`). */
export const CONTACT_FIELDS = [
  ...(['name', 'title', 'company', 'phones', 'email', 'role', 'group', 'primary', 'reportsTo', 'doNotCall'] as const),
  ...(['consent', 'timeZone'] as const),
] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** A file that the CRM does not take is still kept here. */
export interface DocumentLimits {
  /** Absent: whatever is kept here at all. */
  readonly maxBytes?: number;
}

export interface CrmCapabilities {
  readonly contacts: {
    /** A new person of the opportunity. */
    readonly add: Place;
    /** From the opportunity; the person stays. */
    readonly remove: Place;
    readonly fields: Readonly<Record<ContactField, Place>>;
  };
  readonly documents: DocumentLimits & {
    readonly add: Place;
    readonly newVersion: Place;
    readonly rename: Place;
    /** Of what an agent has added. The CRM's own documents are removed from the desktop only, whatever the CRM. */
    readonly remove: Place;
  };
  /** Whether the CRM is asked for open opportunities that are not here, by a caller's number and by what an agent types. */
  readonly search: { readonly byPhone: boolean; readonly byText: boolean };
  readonly calls: {
    /** Every attempt, with direction, times and reason. */
    readonly log: Place;
    readonly logEntries: (typeof LOG_ENTRIES)[number];
    readonly outcome: Place;
    readonly notes: Place;
    /** That a callback was agreed on, as a task or an appointment of the CRM's own. */
    readonly followUp: Place;
  };
}

/** The fields of a person that stay in this system. */
export const keptHere = ({ contacts }: Pick<CrmCapabilities, 'contacts'>): readonly ContactField[] =>
  CONTACT_FIELDS.filter((field) => contacts.fields[field] === 'here');
