/** Links to a document for people outside: `…/documents/{documentId}/shares` for agents, `GET /shares/{token}` for whoever has one. */

/** How long a link may work; a source's `sharing.maxHours` cuts the longer ones off. */
export const SHARE_HOURS = [1, 24, 168] as const;
export type ShareHours = (typeof SHARE_HOURS)[number];

export interface DocumentShare {
  readonly shareId: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly openCount: number;
  readonly lastOpenedAt?: string;
}

/** `POST …/shares`: the only answer that ever holds the address. */
export interface CreatedShare extends DocumentShare {
  readonly url: string;
}

/** `GET …/shares`: those that work now, newest first, and for how long further ones may be made (none: sharing is off). */
export interface DocumentShares {
  readonly shares: readonly DocumentShare[];
  readonly hours: readonly ShareHours[];
}
