import { describe, expect, it } from 'vitest';
import {
  inputTokens,
  isFillInTheMiddle,
  isProviderError,
  orderByStability,
  ProviderError,
  reasonForStatus,
  type Segment,
  taskKinds,
  textOf,
  totalTokens,
} from '../../src/core/task/index.ts';

describe('Segments', () => {
  const segment = (stability: Segment['stability'], text: string, role: Segment['role'] = 'user'): Segment => ({ role, stability, text });

  it('are ordered from the most to the least stable, and equal ones keep their order', () => {
    const segments = [
      segment('turn', 'd'),
      segment('static', 'a'),
      segment('session', 'c'),
      segment('workspace', 'b1'),
      segment('workspace', 'b2'),
    ];
    expect(orderByStability(segments).map(({ text }) => text)).toEqual(['a', 'b1', 'b2', 'c', 'd']);
  });

  it('of one role give their texts joined in order', () => {
    const segments = [segment('turn', 'one ', 'prefix'), segment('turn', 'other', 'suffix'), segment('turn', 'two', 'prefix')];
    expect(textOf(segments, 'prefix')).toBe('one two');
  });
});

describe('Usage', () => {
  const usage = { uncachedInput: 1, cacheRead: 2, cacheWrite5m: 4, cacheWrite30m: 8, cacheWrite1h: 16, cacheWrite12h: 32, output: 64 };

  it('has every token in exactly one bucket', () => {
    expect({ input: inputTokens(usage), total: totalTokens(usage) }).toEqual({ input: 63, total: 127 });
  });
});

describe('Task kinds', () => {
  it('fill a hole only for completions', () => {
    expect(taskKinds.filter(isFillInTheMiddle)).toEqual(['completion.line', 'completion.block']);
  });
});

describe('Provider errors', () => {
  it.each([
    [400, 'invalid-request'],
    [401, 'unauthorized'],
    [402, 'payment-required'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [408, 'timeout'],
    [409, 'server-error'],
    [422, 'invalid-request'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [501, 'unsupported'],
    [502, 'server-error'],
    [503, 'overloaded'],
    [504, 'timeout'],
    [524, 'timeout'],
    [529, 'overloaded'],
  ] as const)('of status %i are called %s', (status, reason) => {
    expect(reasonForStatus(status)).toBe(reason);
  });

  it('are retryable where the same request may succeed later', () => {
    const reasons = ['unreachable', 'timeout', 'rate-limited', 'overloaded', 'server-error', 'bad-response'] as const;
    expect(reasons.filter((reason) => !new ProviderError(reason, '').isRetryable)).toEqual([]);
  });

  it('are not retryable where it would fail again', () => {
    const reasons = [
      'unauthorized',
      'payment-required',
      'forbidden',
      'invalid-request',
      'context-overflow',
      'policy',
      'not-reserved',
    ] as const;
    expect(reasons.filter((reason) => new ProviderError(reason, '').isRetryable)).toEqual([]);
  });

  it('carry their status and cause', () => {
    const cause = new Error('socket');
    const { reason, status, cause: carried } = new ProviderError('overloaded', 'busy', { status: 503, cause });
    expect({ reason, status, carried }).toEqual({ reason: 'overloaded', status: 503, carried: cause });
  });
});

describe('A provider error', () => {
  it('is known by its name, because a file that is loaded later has a class of its own', () => {
    class ProviderErrorOfAnotherFile extends Error {
      override readonly name = 'ProviderError';
      readonly reason = 'unauthorized';
    }
    const errors = [new ProviderError('timeout', 'no'), new ProviderErrorOfAnotherFile('no'), new Error('no'), 'ProviderError', undefined];
    expect(errors.map(isProviderError)).toEqual([true, true, false, false, false]);
  });
});
