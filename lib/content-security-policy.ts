import type { Configuration } from '../functions/core/contracts/configuration.ts';
import { desktopHosts } from './desktop-hosts.ts';
import { organisationOf } from './dynamics-organisation.ts';
import { recordingsOrigin } from './recordings-bucket.ts';

/**
 * The desktop's Content-Security-Policy: nothing but what the page is known to load. The softphone's microphone, sound
 * and own connections live inside the CCP frame, under the CCP's policy.
 */
export function contentSecurityPolicy(configuration: Configuration): string {
  const { connect, identity, region, endpoints, desktop, sources } = configuration;
  const ccp = new URL(connect.ccpUrl).origin;
  const issuer = new URL(identity.issuer).origin;
  const api = endpoints.api ?? `https://*.execute-api.${region}.amazonaws.com`;
  const documents = endpoints.documents ?? `https://*.s3.${region}.amazonaws.com`;
  const recordings = recordingsOrigin(configuration);
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    // Channel Integration Framework is a script of the organisation that shows the desktop (docs/hosts.md).
    'script-src': ["'self'", ...sources.flatMap((source) => organisationOf(source, desktop) ?? [])],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:', documents],
    'media-src': ["'self'", ccp, ...(recordings === undefined ? [] : [recordings])],
    // The CCP is asked for its `/logout` when the agent signs out.
    'connect-src': ["'self'", api, documents, issuer, ccp, ...endpoints.signIn],
    // The token is renewed in a hidden frame that goes to the issuer and comes back to us; the CCP signs in inside its own.
    'frame-src': ["'self'", ccp, ...ccpSignInOrigins(configuration), issuer, ...endpoints.signIn],
    'worker-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'self'", ...desktopHosts(configuration)],
    // No text becomes a script, an address of one or HTML, but through the desktop's own policy (ccp-widget/src/trusted-script.ts).
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['opportunity-cti'],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${[...new Set(sources)].join(' ')}`)
    .join('; ');
}

/** The page asks for the microphone on behalf of the CCP frame; nothing else of the browser's powers is used. */
export function permissionsPolicy({ connect }: Configuration): string {
  const ccp = new URL(connect.ccpUrl).origin;
  const granted = `(self "${ccp}")`;
  return `microphone=${granted}, autoplay=${granted}, clipboard-write=${granted}, camera=(), geolocation=(), payment=(), usb=()`;
}

/**
 * An instance signs in on its own host; one made before 2021 answers on `<alias>.awsapps.com` as well. With SAML the hidden
 * frame also passes AWS's sign-in (global or of the Region) and the console's federation on its way to the CCP: a frame
 * must be allowed every host of its redirects.
 */
function ccpSignInOrigins({ connect: { ccpUrl, loginUrl }, region }: Configuration): readonly string[] {
  const [, alias] = /^([a-z0-9-]+)\.my\.connect\.aws$/.exec(new URL(ccpUrl).hostname) ?? [];
  return [
    ...(alias === undefined ? [] : [`https://${alias}.awsapps.com`]),
    ...(loginUrl === undefined ? [] : [new URL(loginUrl).origin]),
    ...(alias === undefined || loginUrl === undefined
      ? []
      : [
          'https://signin.aws.amazon.com',
          `https://${region}.signin.aws.amazon.com`,
          `https://${region}.console.aws.amazon.com`,
        ]),
  ];
}
