import { describe, expect, it } from 'vitest';
import { evaluate, type Scope } from '../../../../local/stack/template/intrinsics.ts';
import type { TemplateValue } from '../../../../local/stack/template/template.ts';

const scope: Scope = {
  template: {
    Resources: {},
    Mappings: { Regions: { 'eu-central-1': { zone: 'euc1' } } },
    Conditions: {
      Yes: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] },
      No: { 'Fn::Not': [{ Condition: 'Yes' }] },
      Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
      Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    },
  },
  parameters: { Stage: 'live' },
  pseudo: { 'AWS::Region': 'eu-central-1', 'AWS::Partition': 'aws' },
  resource: (logicalId) =>
    logicalId === 'Table' ? { type: 'AWS::DynamoDB::Table', ref: 'table-1', attributes: { Arn: 'arn:t' } } : undefined,
  exports: new Map([['shared', 'exported']]),
};

describe('intrinsic functions', () => {
  it.each<[name: string, value: TemplateValue, expected: unknown]>([
    ['Ref to a resource', { Ref: 'Table' }, 'table-1'],
    ['Ref to a parameter', { Ref: 'Stage' }, 'live'],
    ['Ref to a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:t'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Table.Arn' }, 'arn:t'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 1]] }, 'a-table-1-1'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    ['Sub', { 'Fn::Sub': '${Table}/${Table.Arn}/${AWS::Region}/${!Literal}' }, 'table-1/arn:t/eu-central-1/${Literal}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    ['Sub with variables', { 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'Table' } }] }, 'table-1-live'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'zone'] }, 'euc1'],
    ['If', { 'Fn::If': ['Yes', 'y', { Ref: 'NotThere' }] }, 'y'],
    ['If over Not', { 'Fn::If': ['No', 'y', 'n'] }, 'n'],
    ['If over And', { 'Fn::If': ['Both', 'y', 'n'] }, 'n'],
    ['If over Or', { 'Fn::If': ['Either', 'y', 'n'] }, 'y'],
    ['ImportValue', { 'Fn::ImportValue': 'shared' }, 'exported'],
    ['NoValue in a list and an object', { a: [1, { Ref: 'AWS::NoValue' }], b: { Ref: 'AWS::NoValue' } }, { a: [1] }],
    ['a policy condition that only looks like one', { Condition: 'StringEquals' }, { Condition: 'StringEquals' }],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  it.each<[message: string, value: TemplateValue]>([
    ['Ref Nobody: no such parameter or resource', { Ref: 'Nobody' }],
    [
      'Fn::GetAtt Table.Colour: the local system gives AWS::DynamoDB::Table no attribute Colour',
      { 'Fn::GetAtt': ['Table', 'Colour'] },
    ],
    ['intrinsic function Fn::Transform is not supported', { 'Fn::Transform': {} }],
    ['Fn::ImportValue unknown: no stack exports it', { 'Fn::ImportValue': 'unknown' }],
    ['condition Maybe is not defined', { 'Fn::If': ['Maybe', 1, 2] }],
  ])('says: %s', (message, value) => {
    expect(() => evaluate(value, scope)).toThrow(message);
  });
});
