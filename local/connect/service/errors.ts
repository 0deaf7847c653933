/** A modelled error of the Connect service; the HTTP status comes from the SDK's own model. */
export class ServiceError extends Error {
  readonly type: string;
  /** Further members of the error's body. */
  readonly members: Readonly<Record<string, unknown>>;
  constructor(type: string, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
    this.members = members;
  }
}

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError('InvalidParameterException', message);
export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
export const notFound = (message: string): ServiceError => new ServiceError('ResourceNotFoundException', message);
