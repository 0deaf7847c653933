import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../../../local/aws/policy.ts';
import { arnMatches, wildcardMatches } from '../../../local/aws/policy-patterns.ts';
import type { PolicyStatement } from '../../../local/parts.ts';

const need = (context: Record<string, string | string[]> = {}) => ({
  action: 'dynamodb:GetItem',
  resource: 'arn:aws:dynamodb:eu-central-1:1:table/calls',
  context,
});
const statement = (more: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'dynamodb:*',
  Resource: '*',
  ...more,
});
const allowed = (statements: PolicyStatement[], context?: Record<string, string | string[]>) =>
  evaluatePolicy(statements, need(context)).allowed;

describe('a policy', () => {
  it('denies when nothing allows, and whenever something denies, in any order', () => {
    const deny = statement({ Effect: 'Deny', Action: ['dynamodb:Get*'] });
    expect(allowed([])).toBe(false);
    expect(allowed([statement({})])).toBe(true);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([statement({}), statement({ Action: '*' }), statement({ Resource: 'arn:*' })]),
        fc.nat(3),
        (others, at) => {
          expect(allowed(others.toSpliced(at, 0, deny))).toBe(false);
        },
      ),
    );
  });

  it('compares actions without and resources with letter case', () => {
    expect(allowed([statement({ Action: 'DynamoDB:getitem' })])).toBe(true);
    expect(allowed([statement({ Resource: need().resource.toUpperCase() })])).toBe(false);
  });

  it('applies a statement only under its conditions', () => {
    const when = (operator: string, key: string, wanted: string | string[]) => [
      statement({ Condition: { [operator]: { [key]: wanted } } }),
    ];
    const context = { 'aws:RequestedRegion': 'eu-central-1', 'aws:SecureTransport': 'true', 'x:keys': ['a', 'b'] };
    expect(allowed(when('StringEquals', 'aws:requestedregion', ['eu-west-1', 'eu-central-1']), context)).toBe(true);
    expect(allowed(when('StringNotEquals', 'aws:RequestedRegion', 'eu-central-1'), context)).toBe(false);
    expect(allowed(when('StringLike', 'aws:RequestedRegion', 'eu-*'), context)).toBe(true);
    expect(allowed(when('Bool', 'aws:SecureTransport', 'false'), context)).toBe(false);
    expect(allowed(when('ForAllValues:StringEquals', 'x:keys', ['a', 'b', 'c']), context)).toBe(true);
    expect(allowed(when('ForAllValues:StringEquals', 'x:keys', ['a']), context)).toBe(false);
    expect(allowed(when('ForAnyValue:StringEquals', 'x:keys', ['a']), context)).toBe(true);
    expect(allowed(when('Null', 's3:prefix', 'true'), context)).toBe(true);
  });

  it('never allows by a condition it does not understand, and says which', () => {
    const decision = evaluatePolicy(
      [statement({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      need({ 'aws:SourceIp': '10.1.1.1' }),
    );
    expect(decision).toMatchObject({ allowed: false, because: expect.stringContaining('IpAddress aws:SourceIp') });
    const unknownKey = statement({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } });
    expect(allowed([unknownKey])).toBe(false);
  });

  it('denies by a condition it does not understand', () => {
    const deny = statement({ Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });
    expect(allowed([statement({}), deny])).toBe(false);
  });
});

describe('wildcards', () => {
  it('match as a plain search would', () => {
    const naive = (pattern: string, value: string): boolean => {
      const [head = '', ...tail] = pattern;
      const rest = tail.join('');
      if (pattern === '') return value === '';
      if (head === '*') return naive(rest, value) || (value !== '' && naive(pattern, value.slice(1)));
      return value !== '' && (head === '?' || head === value.charAt(0)) && naive(rest, value.slice(1));
    };
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?', '['), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (pattern, value) => {
        expect(wildcardMatches(pattern, value)).toBe(naive(pattern, value));
      }),
      { numRuns: 500 },
    );
  });

  it('of an ARN stay inside their part', () => {
    expect(arnMatches('arn:aws:s3:::docs/*', 'arn:aws:s3:::docs/a:b')).toBe(true);
    expect(arnMatches('arn:aws:lambda:*:function:f', 'arn:aws:lambda:eu:1:function:f')).toBe(false);
  });
});
