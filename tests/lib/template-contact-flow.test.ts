// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is what the placeholders of a flow look like
import { describe, expect, test } from 'vitest';
import { fillPlaceholders } from '../../lib/constructs/template-contact-flow.ts';

const flow = JSON.stringify({ Actions: [{ Parameters: { QueueId: '${QueueArn}', Text: '$.Attributes.name' } }] });

describe('a contact flow’s placeholders', () => {
  test('are filled, and JSONPath is left alone', () => {
    expect(fillPlaceholders('a.json', flow, { QueueArn: 'arn:aws:connect:queue' })).toBe(
      '{"Actions":[{"Parameters":{"QueueId":"arn:aws:connect:queue","Text":"$.Attributes.name"}}]}',
    );
  });

  test('take a value that looks like a pattern or a property of every object as it is', () => {
    expect(fillPlaceholders('a.json', '["${A}"]', { A: '$&$1' })).toBe('["$&$1"]');
    expect(() => fillPlaceholders('a.json', '["${toString}"]', {})).toThrow('a.json: no value for ${toString}');
  });

  test('fail by name when one has no value', () => {
    expect(() => fillPlaceholders('a.json', flow, {})).toThrow('a.json: no value for ${QueueArn}');
  });

  test('fail by name when a value is not used', () => {
    expect(() => fillPlaceholders('a.json', flow, { QueueArn: 'x', OtherArn: 'y' })).toThrow(
      'a.json: nothing uses ${OtherArn}',
    );
  });

  test('fail when the file is not JSON', () => {
    expect(() => fillPlaceholders('a.json', '{', {})).toThrow(SyntaxError);
  });
});
