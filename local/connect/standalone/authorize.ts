/** There are no accounts here: a request must be signed for `connect`, by whomever. */
import type { AuthorizeRequest } from '../../parts.ts';

const SIGNED = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/[a-z0-9-]+\/connect\/aws4_request,/;

export const signedByAnyone: AuthorizeRequest = async ({ headers }) => {
  const [, principal] = SIGNED.exec(headers.authorization ?? '') ?? [];
  if (principal !== undefined) return { allowed: true, principal };
  const message = 'The request is not signed with AWS Signature Version 4 for the service connect';
  return {
    allowed: false,
    refused: {
      status: 403,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
      body: JSON.stringify({ message }),
    },
  };
};
