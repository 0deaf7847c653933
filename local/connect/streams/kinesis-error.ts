export class KinesisError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'KinesisError';
    this.code = code;
  }
}
