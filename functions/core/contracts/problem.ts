/** Errors on the wire: RFC 9457, `application/problem+json`. */

/** Stable: clients switch on it. Its HTTP status stands beside it, once. */
export const PROBLEM_STATUS = {
  'malformed-json': 400,
  'signature-missing': 401,
  'signature-invalid': 401,
  'signature-expired': 401,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'not-ready': 409,
  gone: 410,
  'version-conflict': 412,
  'version-required': 428,
  'body-too-large': 413,
  'invalid-fields': 422,
  'too-many-requests': 429,
  'try-again': 503,
  'internal-error': 500,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

export interface Problem {
  /** `urn:opportunity-cti:problem:<code>`; not a link, so that it never goes stale. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  /** Every wrong field, not only the first. */
  readonly errors?: readonly FieldError[];
  readonly correlationId?: string;
}

export interface FieldError {
  /** `data.contacts[0].phones[0].number` */
  readonly field: string;
  /** The same as an RFC 6901 fragment: `#/data/contacts/0/phones/0/number` */
  readonly pointer: string;
  readonly detail: string;
}
