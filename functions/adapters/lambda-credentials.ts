/**
 * The credentials that Lambda gives a function: in its environment. The bundles alias `@aws-sdk/credential-provider-node` to
 * this file, which leaves out SSO, profiles and instance metadata: 110 to 135 kB of every bundle.
 */
export const defaultProvider = () => async () => {
  const accessKeyId = process.env.AWS_ACCESS_KEY_ID;
  const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  if (accessKeyId === undefined || secretAccessKey === undefined) throw new Error('no credentials in the environment');
  return sessionToken === undefined ? { accessKeyId, secretAccessKey } : { accessKeyId, secretAccessKey, sessionToken };
};
