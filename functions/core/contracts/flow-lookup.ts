/** What `look-up-contact` answers to a contact flow: a flat STRING_MAP, every value a string, "" when unknown. */
export interface FlowLookup {
  readonly found: 'true' | 'false';
  /** Why nothing was found: `no-match`, `several`, `store-unavailable`. */
  readonly reason: string;
  /** How many opportunities know the number. */
  readonly matches: string;
  readonly callId: string;
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly stage: string;
  readonly contactId: string;
  readonly contactName: string;
  readonly contactRole: string;
  readonly contactTitle: string;
  /** Connect user name of the opportunity's owner: the flow uses it as `AgentId`. */
  readonly ownerAgent: string;
  readonly lastCallAt: string;
  readonly lastDisposition: string;
}

/** Ids when the call carries them (outbound), the caller's number when it does not (inbound). */
export interface LookupQuestion {
  readonly callId?: string;
  readonly sourceId?: string;
  readonly opportunityId?: string;
  readonly contactId?: string;
  readonly phone?: string;
}
