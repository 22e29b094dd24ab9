import { describe, expect, it } from 'vitest';
import { metricAttributes, spanAttributes } from '../../../src/providers/telemetry/attributes.ts';
import { entryOf } from '../../support/entries.ts';
import { localCandidate } from '../../support/tasks.ts';

describe('The operation that is told', () => {
  const infill = localCandidate('qwen', { fillInTheMiddle: { type: 'infill' } });
  const talks = localCandidate('gemma', { fillInTheMiddle: { type: 'chat' } });

  it.each([
    ['a conversation', 'chat', talks, 'chat'],
    ['a hole that was filled on a route of its own', 'completion.line', infill, 'text_completion'],
    ['a hole that was filled in a conversation', 'completion.line', talks, 'chat'],
    ['a hole of which it is not known who filled it', 'completion.line', undefined, 'text_completion'],
  ] as const)('of %s', (_what, kind, candidate, operation) => {
    const entry = entryOf({ kind });
    const name = 'gen_ai.operation.name';
    expect([metricAttributes(entry, candidate)[name], spanAttributes(entry, candidate)[name]]).toEqual([operation, operation]);
  });
});
