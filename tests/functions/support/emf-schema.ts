/**
 * The JSON schema of CloudWatch's embedded metric format, from its specification ("Embedded metric format example and JSON
 * schema"); titles, ids and examples left out.
 */
const name = { type: 'string', pattern: '^(.*)$', minLength: 1, maxLength: 255 };
const bits = [
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
];
const units = ['Seconds', 'Microseconds', 'Milliseconds', ...bits, 'Percent', 'Count', 'None'];
const rates = [...bits, 'Count'].map((unit) => `${unit}/Second`);

export const emfSchema = {
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      properties: {
        Timestamp: { type: 'integer' },
        CloudWatchMetrics: {
          type: 'array',
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            properties: {
              Namespace: name,
              Dimensions: {
                type: 'array',
                minItems: 1,
                items: { type: 'array', minItems: 0, maxItems: 9, items: name },
              },
              Metrics: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['Name'],
                  properties: { Name: name, Unit: { enum: [...units, ...rates] } },
                },
              },
            },
          },
        },
      },
    },
  },
};
