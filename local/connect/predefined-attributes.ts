/** Names and values that proficiencies and routing criteria use. */
export interface PredefinedAttribute {
  readonly name: string;
  values: readonly string[];
  purposes: readonly string[];
  /** "The contact will store only valid and predefined values for the predefined attribute key." */
  validated: boolean;
  /** One of the service's own, whose name starts with `connect:`. */
  readonly system: boolean;
  modifiedAt: number;
}

/**
 * The two system attributes (Administrator Guide, "Create predefined attributes"). The guide names French and English among
 * the languages, and the subtypes are those of contacts here; the full lists of the service are not known.
 */
export const systemAttributes = (at: number): readonly PredefinedAttribute[] =>
  [
    { name: 'connect:Language', values: ['connect:English', 'connect:French'] },
    { name: 'connect:Subtype', values: ['connect:Telephony', 'connect:Task'] },
  ].map((attribute) => ({ ...attribute, purposes: [], validated: false, system: true, modifiedAt: at }));
