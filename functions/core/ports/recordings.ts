/** The sound of calls, where Connect has put it. */

export interface Recordings {
  /**
   * A link that a browser plays from, tried before it is handed out. A store that does not tell whether an object is missing or
   * forbidden (S3 without permission to list) says `refused` for both, with its HTTP status.
   * @param location `bucket/key`
   * @throws CtiError `try-again` when the store does not answer
   */
  linkFor(location: string, seconds: number): Promise<RecordingAnswer>;
}

export type RecordingAnswer =
  | { readonly outcome: 'linked'; readonly url: string; readonly contentType: string }
  /** Of a place that is not (or no more) the deployment's. */
  | { readonly outcome: 'elsewhere' }
  | { readonly outcome: 'refused'; readonly status: number };
