import { describe, expect, it } from 'vitest';
import type { CompletionPorts, WorthJudge, WorthVerdict } from '../../../src/core/completion/index.ts';
import { completionTask } from '../../../src/core/completion/shape.ts';
import type { Decision } from '../../../src/core/selection/index.ts';
import type { Segment, Task } from '../../../src/core/task/index.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { Editor, type Say } from '../../support/typing.ts';

const local = localCandidate();
const small = paidCandidate('small-model', { tier: 'small' });
const medium = paidCandidate('medium-model', { tier: 'medium' });
const frontier = paidCandidate('frontier-model', { tier: 'frontier' });

const verdict: WorthVerdict = { isWorth: false, acceptance: 0.1, valueNanoUsd: 10, costNanoUsd: 20, mode: 'balanced' };

/** Finds so much worth its money. */
function judging(isWorth: boolean): WorthJudge & { readonly judged: string[]; readonly keys: number[] } {
  const [judged, keys]: [string[], number[]] = [[], []];
  return {
    judged,
    keys,
    judge: ({ decision }) => {
      judged.push(decision.chosen.candidate.model.id);
      return { ...verdict, isWorth };
    },
    observe: (_snapshot, atMs) => void keys.push(atMs),
    learn: () => undefined,
  };
}

const askedOf = ({ router }: Editor): readonly (string | undefined)[] => router.asked.map((candidate) => candidate?.model.id);

describe('A paid request that leaves by itself', () => {
  it('is judged before the pause, and does not leave when it is not worth its money', async () => {
    const worth = judging(false);
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [small], ports: { worth } });
    const { result } = editor.ask();
    await editor.time.advance(0);
    expect(await Promise.race([result, 'still waiting'])).toEqual({ outcome: 'none', whyNot: { reason: 'not-worth', verdict } });
    expect([editor.requests, editor.time.pendingTimers, worth.keys.length]).toEqual([0, 0, 1]);
  });

  it('leaves as a trial where it is not worth its money, and is marked as one', async () => {
    const worth: WorthJudge = { ...judging(true), judge: () => ({ ...verdict, isWorth: true, isTrial: true }) };
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [small], ports: { worth } });
    const { result } = editor.ask();
    await editor.time.advance(5000);
    expect(await result).toMatchObject({ outcome: 'offer', offer: { asked: { isTrial: true } } });
  });

  it('goes to somebody free instead, where it is not worth its money', async () => {
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [small, local], ports: { worth: judging(false) } });
    const decide = editor.router.decide;
    // As a pin would: the paid one comes first.
    const paidFirst = (task: Task): Decision => {
      const decision = decide(task);
      const [other] = decision.outcome === 'chosen' ? decision.fallbacks : [];
      return decision.outcome === 'chosen' && other ? { ...decision, chosen: other, fallbacks: [decision.chosen] } : decision;
    };
    editor.router.decide = paidFirst;
    const first = paidFirst(completionTask('id', editor.snapshot(), 'automatic'));
    expect(first.outcome === 'chosen' && first.chosen.candidate).toBe(small);
    expect([await editor.offered(), askedOf(editor)]).toEqual(['model: b();', [local.model.id]]);
  });

  it('leaves when it is worth its money', async () => {
    const worth = judging(true);
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [small], ports: { worth } });
    expect([await editor.offered(), worth.judged]).toEqual(['model: b();', ['small-model', 'small-model']]);
  });

  it('is judged by all that leaves: with what other files say, and with the lines that may come after its line', async () => {
    const costs: (number | undefined)[] = [];
    const worth: WorthJudge = {
      ...judging(true),
      judge: ({ decision }) => {
        const costNanoUsd = decision.chosen.expectedCostNanoUsd ?? 0;
        costs.push(costNanoUsd);
        return { ...verdict, costNanoUsd, isWorth: costs.length === 1 };
      },
    };
    const context: Segment = {
      role: 'context',
      stability: 'session',
      name: 'b.ts',
      text: 'export const thing = compute(other);\n'.repeat(100),
    };
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [small], ports: { worth, gather: async () => [context] } });
    const result = await editor.offered();
    const full = editor.router.decide(completionTask('id', editor.snapshot(), 'automatic', { context: [context], goesOn: true }));
    expect([result, editor.requests, costs.length, costs[1]]).toEqual([
      'not-worth',
      0,
      2,
      full.outcome === 'chosen' && full.chosen.expectedCostNanoUsd,
    ]);
  });

  it('is not judged when the user asked for it', async () => {
    const worth = judging(false);
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [small], ports: { worth } });
    expect([await editor.offered('invoke'), worth.judged, worth.keys]).toEqual(['model: b();', [], []]);
  });

  it('is judged, too, where it stands in for a free one that failed, which is why there is nothing', async () => {
    const worth = judging(false);
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [local, small], ports: { worth } });
    editor.router.isChosenDown = true;
    const { result } = editor.ask();
    await editor.time.advance(5000);
    expect([await result, askedOf(editor), worth.judged]).toEqual([
      { outcome: 'none', whyNot: { reason: 'failed', error: 'unreachable', detail: 'scripted' } },
      [undefined],
      ['small-model'],
    ]);
  });

  it('is judged, too, where the router chooses it after all', async () => {
    const worth = judging(false);
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', candidates: [local, small], ports: { worth } });
    const { decide } = editor.router;
    editor.router.route = async function* (task) {
      yield { type: 'decision', decision: decide(task) };
      yield { type: 'attempt', number: 1, candidate: small };
    };
    expect([await editor.offered(), worth.judged]).toEqual(['not-worth', ['small-model']]);
  });
});

describe('A free request', () => {
  it('is not judged', async () => {
    const worth = judging(false);
    const editor = new Editor({ text: 'a.|\n', say: () => 'b();', ports: { worth } });
    expect([await editor.offered(), worth.judged]).toEqual(['model: b();', []]);
  });
});

describe('An answer of no use', () => {
  /** Each tier says something of its own. */
  const saying =
    (answers: Readonly<Record<string, string>>): Say =>
    (_prefix, _suffix, _task, { model }) =>
      answers[model.id] ?? '';
  const escalating = (answers: Readonly<Record<string, string>>, ports: Partial<CompletionPorts> = {}, latencyMs = 20) =>
    new Editor({
      ...{ text: 'a.|\n', say: saying(answers), latencyMs, candidates: [local, small, medium, frontier] },
      ports: { isEscalating: () => true, ...ports },
    });

  it.each([
    ['nonsense', '<|im_start|>'],
    ['blank', ''],
    ['broken', 'b('],
  ])('(%s) is asked of the next tier, as a task of its own', async (_what, text) => {
    const checkSyntax: CompletionPorts['checkSyntax'] = async (_languageId, _whole, checked) => (checked === 'b(' ? 'breaks' : 'parses');
    const editor = escalating({ 'local-model': text, 'small-model': 'b();' }, { checkSyntax });
    expect([await editor.offered(), askedOf(editor), editor.router.tasks.map(({ id, leastTier }) => [id, leastTier])]).toEqual([
      'model: b();',
      ['local-model', 'small-model'],
      [
        ['id-1', undefined],
        ['id-2', 'small'],
      ],
    ]);
  });

  it('is asked of the next tier with no more of other files than is worth its price', async () => {
    const file = (name: string): Segment => ({ role: 'context', stability: 'session', name, text: 'x'.repeat(4_000) });
    const editor = escalating({ 'small-model': 'b();' }, { gather: async () => [file('a.ts'), file('b.ts')] });
    await editor.offered();
    expect(editor.router.tasks.map(({ segments }) => segments.flatMap(({ role, name }) => (role === 'context' ? [name] : [])))).toEqual([
      ['a.ts', 'b.ts'],
      ['a.ts'],
    ]);
  });

  it('is asked once more only, and of no frontier model', async () => {
    const editor = escalating({});
    expect([await editor.offered(), askedOf(editor)]).toEqual(['model-had-nothing', ['local-model', 'small-model']]);
    const medium = new Editor({
      text: 'a.|\n',
      candidates: [paidCandidate('m', { tier: 'medium' }), frontier],
      ports: { isEscalating: () => true },
    });
    await medium.offered('invoke');
    expect(medium.router.asked.filter((candidate) => candidate?.model.tier === 'frontier')).toEqual([]);
  });

  it('is left at that where escalation is switched off, and where nobody said it is on', async () => {
    const off = [
      escalating({ 'small-model': 'b();' }, { isEscalating: () => false }),
      new Editor({ text: 'a.|\n', candidates: [local, small] }),
    ];
    expect(await Promise.all(off.map(async (editor) => [await editor.offered(), askedOf(editor)]))).toEqual([
      ['model-had-nothing', ['local-model']],
      ['model-had-nothing', ['local-model']],
    ]);
  });

  it('is left at that after 1.5 s', async () => {
    const editor = escalating({ 'small-model': 'b();' }, {}, 1500);
    expect([await editor.offered(), askedOf(editor)]).toEqual(['model-had-nothing', ['local-model']]);
  });

  it('is left at that where the next tier is not worth its money', async () => {
    const worth = judging(false);
    const editor = escalating({ 'small-model': 'b();' }, { worth });
    expect([await editor.offered(), askedOf(editor), worth.judged]).toEqual(['model-had-nothing', ['local-model'], ['small-model']]);
  });
});
