import { expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/policy/index.ts';
import type { Segment } from '../../../src/core/task/index.ts';

const redact = createRedactor({
  load: async () => async (text) => [...text.matchAll(/classified/g)].map(({ index }) => ({ kind: 'word', start: index, end: index + 10 })),
});
const call = { id: 'c', name: 'read', argumentsText: '{}' };
const thinking = (text: string, said = ''): Segment => ({
  role: 'assistant',
  stability: 'session',
  text: said,
  toolCalls: [call],
  reasoning: {
    endpoint: 'anthropic',
    model: 'm',
    blocks: [{ texts: ['First.', text], opaque: 'signed:classified', isBehindText: false, callsBefore: 0 }],
  },
});

it('Thoughts with a secret in them do not go at all, because they are signed; their calls do', async () => {
  expect(await redact(thinking('It is classified.'))).toEqual({
    segment: { role: 'assistant', stability: 'session', text: '', toolCalls: [call] },
    redactions: [{ kind: 'word', count: 1 }],
  });
});

it('Thoughts without one stay the very same, whatever is taken out beside them and whatever they are signed with', async () => {
  const [clean, beside] = [thinking('It is known.'), thinking('It is known.', 'classified')];
  const [ofClean, ofBeside] = [await redact(clean), await redact(beside)];
  expect([ofClean.segment === clean, ofBeside.segment.reasoning === beside.reasoning, ofBeside.segment.text === 'classified']).toEqual([
    true,
    true,
    false,
  ]);
});
