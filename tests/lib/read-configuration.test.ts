import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfiguration, readConfiguration } from '../../lib/read-configuration.ts';
import { exampleConfiguration, exampleInput, root, temporaryFolder } from './synthesize.ts';

const failure = (input: unknown): string => {
  try {
    parseConfiguration('cti.config.json', typeof input === 'string' ? input : JSON.stringify(input));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('was accepted');
};

describe('the configuration', () => {
  test('of docs/cti.config.example.json is valid', () => {
    expect(exampleConfiguration()).toMatchObject({ name: 'opportunity-cti', connect: { dialPermission: 'instance' } });
  });

  test('keeps data for two years unless it says otherwise, never shorter than what is under way needs', () => {
    const { retention: _, ...input } = exampleInput();
    const retentionOf = (retention: unknown) =>
      parseConfiguration('cti.config.json', JSON.stringify({ ...input, ...(retention !== undefined && { retention }) }))
        .retention;
    expect(retentionOf(undefined)).toEqual({ opportunities: 730, calls: 730, documents: 730 });
    expect(retentionOf({ calls: 365, documents: null })).toEqual({ opportunities: 730, calls: 365, documents: null });
    expect(failure({ ...input, retention: { calls: 7, emails: 30 } })).toContain(
      'retention.calls: must be at least 30 days',
    );
  });

  test('names the file and every wrong field at once, in words', () => {
    const { region: _, ...input } = exampleInput();
    const message = failure({
      ...input,
      account: '12',
      connect: { ...input.connect, ccpUrl: 'ccp', dialBurst: 'five' },
      sources: [
        { ...input.sources[0], id: 'My CRM' },
        { ...input.sources[0], kind: 'siebel' },
      ],
    });
    expect(message.split('\n')).toEqual([
      'cti.config.json is not usable:',
      '  account: must be a 12-digit account id',
      '  region: is missing',
      '  connect.ccpUrl: must be a URL',
      '  connect.dialBurst: must be number, not "five"',
      '  sources[0].id: must be lower-case letters, digits and dashes',
      '  sources[1].kind: must be ("generic" | "espocrm" | "hubspot" | "salesforce" | "dynamics365"), not "siebel"',
    ]);
  });

  test('limits ring times and looks for machines only where the account may make campaign calls', () => {
    const input = exampleInput();
    const withRing = (connect: object) => ({
      ...{ ...input, connect: { ...input.connect, ...connect } },
      sources: [{ ...input.sources[0], ringSeconds: 20, answeringMachine: { message: 'We call again.' } }],
    });
    for (const field of ['ringSeconds', 'answeringMachine']) {
      expect(failure(withRing({}))).toContain(`sources[0].${field}: needs connect.campaignCalls`);
    }
    expect(parseConfiguration('f', JSON.stringify(withRing({ campaignCalls: true }))).sources[0]).toMatchObject({
      ringSeconds: 20,
    });
  });

  test('may describe the API of a CRM that nobody here knows, and names what is wrong in the description', () => {
    const input = exampleInput();
    const described = (name: string) =>
      JSON.parse(readFileSync(join(root, 'docs', 'crm', `${name}.rest.json`), 'utf8'));
    const withRest = (rest: unknown) => ({
      ...input,
      sources: [input.sources[0], { id: 'acme', kind: 'generic', rest }],
    });
    for (const name of ['harbor', 'meridian']) {
      const text = JSON.stringify(withRest(described(name)));
      expect(parseConfiguration('cti.config.json', text).sources[1]).toMatchObject({ rest: { version: 1 } });
    }
    const { people, calls, ...harbor } = described('harbor');
    const { items: _, ...unlisted } = people;
    expect(failure(withRest({ ...harbor, people: unlisted, calls: { create: calls.create } }))).toContain(
      [
        '  sources[1].rest.people.items: is missing',
        '  sources[1].rest.calls: must have upsert, or create together with find: a lost answer must not make two entries',
      ].join('\n'),
    );
    const { body } = calls.create;
    const wrong = {
      ...{ ...harbor, baseUrl: 'http://harbor.example/v2', auth: { type: 'magic' } },
      people: { ...people, request: { path: 'deals?x=1' } },
      calls,
    };
    expect(failure(withRest(wrong)).split('\n').slice(1)).toEqual([
      '  sources[1].rest.baseUrl: must be https; http only with a port spelled out, for a CRM on this machine or network',
      '  sources[1].rest.auth.type: must be ("bearer" | "basic" | "api-key" | "client-credentials"), not "magic"',
      '  sources[1].rest.people.request.path: must begin with /',
      '  sources[1].rest.people.request.path: must be without query, fragment and spaces: a query stands in its own field',
    ]);
    const misspelt = {
      ...{ ...harbor, users: { ...harbor.users, find: { ...harbor.users.find, query: { email: '{mail}' } } } },
      people: { ...people, items: 'people[', fields: { ...people.fields, name: 'concat(a)' }, pages: {} },
      calls: {
        ...calls,
        create: { ...calls.create, path: '/calls/{dealId}', body: { ...body, text: 'x {{notes ||}}' } },
      },
    };
    expect(failure(withRest(misspelt)).split('\n').slice(1)).toEqual([
      '  sources[1].rest.people.pages: is not a field of the configuration',
      expect.stringMatching(/^ {2}sources\[1\]\.rest\.people\.items: is no JMESPath: /),
      expect.stringMatching(/^ {2}sources\[1\]\.rest\.people\.fields\.name: is no JMESPath: Unknown function/),
      '  sources[1].rest.users.find.query.email: does not know {mail}, only {email}, {emailName}',
      '  sources[1].rest.calls.create.path: does not know {dealId}, only {opportunityId}, {callId}, {personId}, {userId}, {recordId}',
      expect.stringMatching(/^ {2}sources\[1\]\.rest\.calls\.create\.body\.text: is no JMESPath: /),
    ]);
  });

  test('needs a way to tell a source what happens', () => {
    const input = exampleInput();
    expect(failure({ ...input, sources: [{ id: 'mute', kind: 'generic' }] })).toContain(
      'sources[0].callbackUrl: is missing: without rest there is no other way to tell what happens',
    );
  });

  test('knows the countries whose holidays it is to keep, and the form of every rule', () => {
    const input = exampleInput();
    const withRules = (callingRules: unknown) =>
      failure({ ...input, sources: [{ ...input.sources[0], callingRules }] });
    expect(
      withRules({ holidays: { countries: ['DE', 'XX', 'DE-ZZ'] } })
        .split('\n')
        .slice(1),
    ).toEqual([
      '  sources[0].callingRules.holidays.countries[1]: nobody knows the holidays of XX',
      '  sources[0].callingRules.holidays.countries[2]: nobody knows the holidays of DE-ZZ',
    ]);
    expect(withRules({ hours: [{ days: ['mon'], start: '8:00', end: '20:00' }] })).toContain(
      'must be a time such as 08:00',
    );
    expect(withRules({ atemptCaps: {} })).toContain('sources[0].callingRules.atemptCaps: is not a field');
  });

  test('refuses a misspelt field instead of ignoring it', () => {
    const input = exampleInput();
    const message = failure({ ...input, alarm: {}, sources: [{ ...input.sources[0], callinghours: {} }] });
    expect(message).toContain('  alarm: is not a field of the configuration');
    expect(message).toContain('  sources[0].callinghours: is not a field of the configuration');
  });

  test('refuses parts of two Connect instances', () => {
    const { connect, ...input } = exampleInput();
    const message = failure({
      ...input,
      connect: { ...connect, fallbackQueueArn: 'arn:aws:connect:eu-central-1:123456789012:instance/other/queue/1' },
    });
    expect(message).toContain('  connect.fallbackQueueArn: must be a queue of connect.instanceArn');
    expect(failure({ ...exampleInput(), region: 'us-east-1' })).toContain(
      '  connect.instanceArn: must be arn:aws:connect:us-east-1:123456789012:instance/<id>',
    );
  });

  test('takes a sign-in to the CCP over TLS only', () => {
    const { connect, ...input } = exampleInput();
    const withLogin = (loginUrl: string) => ({ ...input, connect: { ...connect, loginUrl } });
    expect(
      parseConfiguration('cti.config.json', JSON.stringify(withLogin('https://login.example.com/saml'))),
    ).toMatchObject({ connect: { loginUrl: 'https://login.example.com/saml' } });
    for (const loginUrl of ['http://login.example.com/saml', 'javascript:alert(1)', 'login'])
      expect(failure(withLogin(loginUrl))).toContain('  connect.loginUrl: must be');
  });

  test('says so when two sources have one id', () => {
    const [source] = exampleInput().sources;
    expect(failure({ ...exampleInput(), sources: [source, source] })).toContain('  sources: ids must be unique');
  });

  test('tells a missing file from one that is not JSON', () => {
    const file = join(temporaryFolder(), 'cti.config.json');
    expect(() => readConfiguration(file)).toThrow(/there is no such file.*docs\/cti\.config\.example\.json/);
    writeFileSync(file, '{');
    expect(() => readConfiguration(file)).toThrow(/is not JSON/);
  });
});
