import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AskQuestion } from '../../../src/core/budget/index.ts';
import { createAskBefore } from '../../../src/features/budget/askBefore.ts';
import { editor } from '../../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

beforeEach(() => editor.reset());

const question: AskQuestion = {
  kind: 'agent.plan',
  candidateName: 'opus (anthropic)',
  worstCaseNanoUsd: 1_200_000_000,
  thresholdNanoUsd: 1_000_000_000,
  reason: 'frontier is rung 1 of 3',
  cheaper: { candidateName: 'sonnet (anthropic)', worstCaseNanoUsd: 300_000_000 },
};

async function answerTo(asked: AskQuestion, answers: readonly (string | undefined)[], signal = new AbortController().signal) {
  editor.answers.push(...answers);
  return createAskBefore({ log: { info: () => undefined } })(asked, signal);
}

describe('A dear request', () => {
  it('says what it is, what it may cost, why, and what would be cheaper', async () => {
    await answerTo(question, [undefined]);
    expect(editor.shown).toEqual([
      {
        type: 'warning',
        words:
          'Farthing: opus (anthropic) may cost up to $1.20 for planning; above $1.00 you are asked. Why it was chosen: frontier is rung 1 of 3. Cheaper: sonnet (anthropic), up to $0.30.',
        buttons: ['Send', 'Ask sonnet (anthropic)', 'Cancel'],
      },
    ]);
  });

  it.each([
    ['Send', 'send'],
    ['Ask sonnet (anthropic)', 'cheaper'],
    ['Cancel', 'cancel'],
    [undefined, 'cancel'],
  ])('is, where the user answers %s, told: %s', async (picked, answer) => {
    expect(await answerTo(question, [picked])).toBe(answer);
  });

  it('offers no cheaper choice where there is none', async () => {
    const { cheaper: _, ...alone } = question;
    await answerTo(alone, [undefined]);
    expect(editor.shown).toMatchObject([{ buttons: ['Send', 'Cancel'] }]);
  });

  it('that nobody waits for any more is not asked about', async () => {
    const answer = await answerTo(question, ['Send'], AbortSignal.abort());
    expect([answer, editor.shown]).toEqual(['cancel', []]);
  });

  it('is cancelled with the request, though the question still stands there', async () => {
    const aborting = new AbortController();
    const answering = answerTo(question, ['Send'], aborting.signal);
    aborting.abort();
    expect([await answering, editor.shown.length]).toEqual(['cancel', 1]);
  });
});
