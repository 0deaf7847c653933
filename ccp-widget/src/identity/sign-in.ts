/** The way to a token, with the library for it: a chunk of its own that is fetched beside `config.json`. */
export { createAuthorizer } from './authorize.ts';
export { createSession } from './session.ts';
