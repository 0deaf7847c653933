import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertPattern, matchesPattern } from '../../../../local/stack/events/pattern.ts';

const event = {
  source: 'aws.connect',
  resources: ['arn:contact', 'arn:instance'],
  detail: { eventType: 'DISCONNECTED', size: 42, empty: null, tags: ['a', 'b'], bucket: { name: 'docs' } },
};

describe('event patterns', () => {
  it.each<[name: string, pattern: Record<string, unknown>, matches: boolean]>([
    ['exact', { source: ['aws.connect'] }, true],
    ['one of several', { source: ['aws.s3', 'aws.connect'] }, true],
    ['another value', { source: ['aws.s3'] }, false],
    ['an element of a list', { resources: ['arn:instance'] }, true],
    ['nested', { detail: { bucket: { name: ['docs'] } } }, true],
    ['a path that is not there', { detail: { nothing: ['x'] } }, false],
    ['null', { detail: { empty: [null] } }, true],
    ['prefix', { source: [{ prefix: 'aws.' }] }, true],
    ['suffix', { source: [{ suffix: '.s3' }] }, false],
    ['equals-ignore-case', { detail: { eventType: [{ 'equals-ignore-case': 'disconnected' }] } }, true],
    ['wildcard', { detail: { eventType: [{ wildcard: 'DIS*ED' }] } }, true],
    ['a wildcard takes a dot for a dot', { source: [{ wildcard: 'aws?connect*' }] }, false],
    ['anything-but', { detail: { eventType: [{ 'anything-but': ['CONTACT_DATA_UPDATED'] }] } }, true],
    ['anything-but the value', { detail: { eventType: [{ 'anything-but': 'DISCONNECTED' }] } }, false],
    ['anything-but a prefix', { detail: { eventType: [{ 'anything-but': { prefix: 'DIS' } }] } }, false],
    ['exists', { detail: { size: [{ exists: true }] } }, true],
    ['does not exist', { detail: { nothing: [{ exists: false }] } }, true],
    ['numeric range', { detail: { size: [{ numeric: ['>', 40, '<=', 42] }] } }, true],
    ['out of the numeric range', { detail: { size: [{ numeric: ['<', 42] }] } }, false],
    ['$or', { $or: [{ source: ['aws.s3'] }, { detail: { size: [42] } }] }, true],
    ['all fields must match', { source: ['aws.connect'], detail: { size: [1] } }, false],
  ])('%s', (_, pattern, matches) => {
    assertPattern(pattern);
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it('anything-but is the opposite of the exact match for every present text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, expected) => {
        const exact = matchesPattern({ field: [expected] }, { field: value });
        expect(matchesPattern({ field: [{ 'anything-but': expected }] }, { field: value })).toBe(!exact);
      }),
    );
  });

  it('names a matcher that it does not know', () => {
    expect(() => assertPattern({ detail: { ip: [{ cidr: '10.0.0.0/8' }] } })).toThrow('detail.ip: matcher cidr');
  });
});
