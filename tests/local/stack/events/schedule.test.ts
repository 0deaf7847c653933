import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyDeployment, type RuleDefinition } from '../../../../local/stack/deployment.ts';
import { millisecondsOf, startSchedules } from '../../../../local/stack/events/schedule.ts';

afterEach(() => void vi.useRealTimers());

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('%s is %d ms', (expression, milliseconds) => {
    expect(millisecondsOf(expression)).toBe(milliseconds);
  });

  it.each(['cron(0 12 * * ? *)', 'rate(0 minutes)', 'rate(5 seconds)'])('%s is refused by name', (expression) => {
    expect(() => millisecondsOf(expression)).toThrow(expression);
  });

  it('runs its rule each time, until it is ended', () => {
    vi.useFakeTimers();
    const delivered: string[] = [];
    const rule: RuleDefinition = { name: 'tidy', arn: 'arn', every: 60_000, targets: [] };
    const deployment = emptyDeployment();
    deployment.rules.push(rule, { name: 'events only', arn: 'arn', pattern: {}, targets: [] });
    const end = startSchedules(deployment, { deliverScheduled: ({ name }) => delivered.push(name) });

    vi.advanceTimersByTime(185_000);
    end();
    vi.advanceTimersByTime(600_000);

    expect(delivered).toEqual(['tidy', 'tidy', 'tidy']);
  });
});
