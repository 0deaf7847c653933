import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, permissionsPolicy } from '../../lib/content-security-policy.ts';
import { exampleConfiguration, exampleInput } from './synthesize.ts';

function directives(changes: object = {}): ReadonlyMap<string, readonly string[]> {
  const policy = contentSecurityPolicy(exampleConfiguration(changes));
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe('the desktop’s Content-Security-Policy', () => {
  test('allows no code or style but the desktop’s own files', () => {
    const policy = directives();
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('style-src')).toEqual(["'self'"]);
    expect(contentSecurityPolicy(exampleConfiguration())).not.toMatch(/unsafe|(?<= )\*(?= |;|$)|http:/);
  });

  test('lets in the script of a Dynamics 365 organisation that shows the desktop, and of nobody else', () => {
    const organisation = 'https://contoso.crm4.dynamics.com';
    const dynamics = { id: 'dynamics', kind: 'dynamics365', apiUrl: `${organisation}/`, tenantId: 'contoso.example' };
    const { sources } = exampleInput();
    const scripts = (hosts: readonly string[], added: readonly object[] = [dynamics]) =>
      directives({ desktop: { hosts }, sources: [...sources, ...added] }).get('script-src');
    expect(scripts([organisation, 'https://app-eu1.hubspot.com'])).toEqual(["'self'", organisation]);
    expect(scripts(['https://app-eu1.hubspot.com'])).toEqual(["'self'"]);
    expect(scripts([organisation], [])).toEqual(["'self'"]);
  });

  test('frames the CCP and where people sign in, nothing else', () => {
    expect(directives().get('frame-src')).toEqual([
      "'self'",
      'https://my-instance.my.connect.aws',
      'https://my-instance.awsapps.com',
      'https://cognito-idp.eu-central-1.amazonaws.com',
      'https://my-sign-in.auth.eu-central-1.amazoncognito.com',
    ]);
  });

  test('lets nobody frame the desktop but the hosts that are configured, which are origins', () => {
    expect(directives().get('frame-ancestors')).toEqual(["'self'"]);
    const hosts = ['https://app-eu1.hubspot.com'];
    expect(directives({ desktop: { hosts } }).get('frame-ancestors')).toEqual(["'self'", ...hosts]);
    expect(() => directives({ desktop: { hosts: ['https://*.hubspot.com/'] } })).toThrow();
  });

  test('frames the whole way of a SAML sign-in to the CCP when there is one', () => {
    const { connect } = exampleConfiguration();
    const added = (changes: object) => {
      const plain = directives({}).get('frame-src') ?? [];
      return directives({ connect: { ...connect, ...changes } })
        .get('frame-src')
        ?.filter((source) => !plain.includes(source));
    };
    const loginUrl = 'https://login.example.com/app/amazon-connect?RelayState=https%3A%2F%2Fother.example';
    expect(added({ loginUrl })).toEqual([
      'https://login.example.com',
      'https://signin.aws.amazon.com',
      'https://eu-central-1.signin.aws.amazon.com',
      'https://eu-central-1.console.aws.amazon.com',
    ]);
  });

  test('allows every API and bucket of the Region until the configuration names ours', () => {
    expect(directives().get('connect-src')).toContain('https://*.execute-api.eu-central-1.amazonaws.com');
    const endpoints = { api: 'https://api.example.com', documents: 'https://documents.example.com' };
    expect(directives({ endpoints }).get('connect-src')).toEqual([
      "'self'",
      endpoints.api,
      endpoints.documents,
      'https://cognito-idp.eu-central-1.amazonaws.com',
      'https://my-instance.my.connect.aws',
    ]);
    expect(directives({ endpoints }).get('img-src')).toEqual(["'self'", 'blob:', 'data:', endpoints.documents]);
  });

  test('plays sound from the CCP, and from the one bucket of recordings where there is one', () => {
    const ccp = 'https://my-instance.my.connect.aws';
    expect(directives().get('media-src')).toEqual(["'self'", ccp]);
    const recordings = { bucket: 'my-recordings', prefix: 'connect/my-instance' };
    const connect = { ...exampleInput().connect, recordings };
    const host = 'https://my-recordings.s3.eu-central-1.amazonaws.com';
    expect(directives({ connect }).get('media-src')).toEqual(["'self'", ccp, host]);
    const elsewhere = { recordings: 'https://recordings.example.com' };
    expect(directives({ connect, endpoints: elsewhere }).get('media-src')).toEqual([
      "'self'",
      ccp,
      elsewhere.recordings,
    ]);
  });

  test('gives the microphone to the CCP alone', () => {
    expect(permissionsPolicy(exampleConfiguration())).toContain(
      'microphone=(self "https://my-instance.my.connect.aws")',
    );
  });
});
