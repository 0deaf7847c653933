/** Keys of the messages that say what to do about it. */
export type PreviewFailure = 'unsupported' | 'damaged' | 'locked' | 'gone';

export class PreviewError extends Error {
  readonly reason: PreviewFailure;

  constructor(reason: PreviewFailure, options?: { cause: unknown }) {
    super(reason, options);
    this.name = 'PreviewError';
    this.reason = reason;
  }
}
