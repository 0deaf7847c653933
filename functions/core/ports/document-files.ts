/** The bytes of documents. */

export interface DocumentFiles {
  /** Presigned here, without a round trip. */
  linkForReading(
    key: string,
    options: { fileName: string; contentType: string; disposition: 'inline' | 'attachment'; seconds: number },
  ): Promise<string>;
  linkForUpload(
    key: string,
    /** With `bytes` the storage takes a body of exactly that size. */
    options: { contentType: string; seconds: number; bytes?: number | undefined },
  ): Promise<{ url: string; headers: Readonly<Record<string, string>> }>;
  /** For one part of a multipart upload, of exactly this size and content; `sha256` is base64. */
  linkForPart(
    key: string,
    options: { multipartId: string; number: number; bytes: number; sha256: string; seconds: number },
  ): Promise<{ url: string; headers: Readonly<Record<string, string>> }>;
  /** Streams. @throws Error when there is no such object, or it cannot be had */
  open(key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Streams; never holds the file in memory. */
  store(key: string, body: AsyncIterable<Uint8Array>, contentType: string): Promise<{ bytes: number }>;
  /** The object's type and its first bytes; undefined when there is no object. */
  inspect(key: string): Promise<{ bytes: number; contentType: string; head: Uint8Array } | undefined>;
  remove(keys: readonly string[]): Promise<void>;
  /**
   * Removes for good one object, or a folder when `place` ends in a slash: every version, also of what was removed before.
   * With `until`, only what was written by then. Answers how many versions there were.
   */
  purge(place: string, until?: Date): Promise<number>;
  /** The keys that begin with it. */
  list(prefix: string): Promise<readonly string[]>;
}

export interface StoredPart {
  readonly number: number;
  readonly bytes: number;
  readonly etag: string;
  readonly sha256: string;
}

export interface MultipartFiles {
  /** The storage's id of the upload. */
  create(key: string, contentType: string): Promise<string>;
  /** In the order of their numbers; undefined when the upload is whole, given up, or never was. */
  list(key: string, id: string): Promise<readonly StoredPart[] | undefined>;
  complete(key: string, id: string, parts: readonly StoredPart[]): Promise<void>;
  /** May be repeated. */
  abort(key: string, id: string): Promise<void>;
}
