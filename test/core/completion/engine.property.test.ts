import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import type { CompletionRequest, CompletionResult } from '../../../src/core/completion/index.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { Editor, type Say } from '../../support/typing.ts';

/** The file as it is meant to become; the model knows it, and where the text before the cursor is no part of it, it has an answer of its own. */
const meant = 'const total = sum(items);\nconst mean = total / items.length;\nprint(total, mean);\nreport(mean);\n';

const stray = 'other().way();';

const say: Say = (prefix, _suffix, { kind, variant }) => {
  if (variant) return `another(${variant});`;
  const rest = meant.startsWith(prefix) ? meant.slice(prefix.length) : stray;
  const said = kind === 'completion.block' ? rest.trimEnd() : (rest.split('\n')[0] ?? '');
  return said.match(/[\s\S]{1,20}/g) ?? [];
};

type Step =
  | { readonly do: 'follow'; readonly characters: number }
  | { readonly do: 'type' | 'insert'; readonly text: string }
  | { readonly do: 'delete'; readonly characters: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'invoke' | 'again' | 'cancel' | 'leave' | 'accept' | 'take word' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('follow' as const), characters: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('type', 'insert' as const), text: fc.constantFrom('x', '(', '\n', 'ot', 'other(') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), characters: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('invoke', 'again', 'cancel', 'leave', 'accept', 'take word' as const) }) },
);

const local = localCandidate();
const paid = paidCandidate('paid-model', { tier: 'small' });
const settings = fc.record({
  script: fc.array(steps, { maxLength: 25 }),
  latencyMs: fc.integer({ min: 1, max: 300 }),
  candidates: fc.constantFrom<readonly Candidate[]>([local], [paid], [local, paid]),
  isChosenDown: fc.boolean(),
});

/** What was offered, and where. */
interface Seen {
  readonly prefix: string;
  readonly texts: readonly string[];
}

/** Plays a script of an editor and takes down all that it shows. */
class Player {
  readonly editor: Editor;
  readonly seen: Seen[] = [];
  readonly asked = new Set<string>();
  readonly settled: Promise<unknown>[] = [];

  constructor(editor: Editor) {
    this.editor = editor;
  }

  ask(trigger: CompletionRequest['trigger']): void {
    const { prefix } = this.editor;
    this.asked.add(prefix);
    this.settled.push(this.editor.ask(trigger).result.then((result) => this.seen.push({ prefix, texts: textsOf(result) })));
  }

  async play(step: Step): Promise<void> {
    const { editor } = this;
    switch (step.do) {
      case 'follow': {
        const next = meant.startsWith(editor.prefix) ? meant.slice(editor.prefix.length) : '';
        editor.prefix += next.slice(0, step.characters);
        return this.ask('automatic');
      }
      case 'type':
        editor.prefix += step.text;
        return this.ask('automatic');
      case 'insert':
        return editor.insert(step.text);
      case 'delete':
        editor.prefix = editor.prefix.slice(0, -step.characters);
        return this.ask('automatic');
      case 'wait':
        return editor.time.advance(step.ms);
      case 'invoke':
      case 'again':
        return this.ask(step.do);
      case 'cancel':
        return editor.questions.at(-1)?.cancel();
      case 'leave':
        return editor.engine.leave();
      case 'accept':
      case 'take word': {
        const last = await Promise.race([editor.questions.at(-1)?.result, undefined]);
        if (last?.outcome !== 'offer') return;
        const { taskId, text } = last.offer;
        editor.insert(step.do === 'accept' ? text : (/^\W*\w+/.exec(text)?.[0] ?? text));
        if (step.do === 'accept') editor.engine.accepted(taskId, text.length);
        return this.ask('automatic');
      }
    }
  }
}

function textsOf(result: CompletionResult): readonly string[] {
  return result.outcome === 'none' ? [] : [result.offer, ...(result.others ?? [])].map(({ text }) => text);
}

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

describe('Whatever is typed and wherever the cursor goes', () => {
  it('what is offered goes on as a model said it, all settles, nothing stays behind, and only what is free is asked ahead', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ script, latencyMs, candidates, isChosenDown }) => {
        const editor = new Editor({ text: '|', say, latencyMs, candidates, ports: { isFollowingUp: () => true } });
        editor.router.isChosenDown = isChosenDown;
        const player = new Player(editor);
        for (const step of script) await player.play(step);

        editor.questions.at(-1)?.cancel();
        editor.engine.edited({ uri: editor.snapshot().uri, offset: 0, removed: 1, inserted: '#' });
        await editor.time.advance(100);
        expect({ openRequests: editor.router.open() }).toEqual({ openRequests: 0 });
        await Promise.all(player.settled);
        void editor.engine.close();
        await editor.time.advance(0);
        expect({ pendingTimers: editor.time.pendingTimers }).toEqual({ pendingTimers: 0 });

        const said = editor.router.tasks.map((task) => {
          const prefix = task.segments.find(({ role }) => role === 'prefix')?.text ?? '';
          return { task, prefix, whole: prefix + [say(prefix, '', task, local)].flat().join('') };
        });
        for (const { prefix, texts } of player.seen) {
          expect(new Set(texts).size).toBe(texts.length);
          for (const text of texts) {
            const inserted = prefix + text;
            const isExact = said.some(({ whole }) => whole === inserted || whole.startsWith(`${inserted}\n`));
            expect({ inserted, isExact: isExact && text !== '' }).toEqual({ inserted, isExact: true });
          }
        }
        // What nobody asked for was asked ahead; of what costs money, one further answer is the most for one key press.
        const ahead = said.flatMap(({ prefix }, index) => (player.asked.has(prefix) ? [] : (editor.router.asked[index] ?? [])));
        expect(ahead.filter(({ endpoint }) => endpoint.billing !== 'local')).toEqual([]);
        const varied = said.filter(({ task }, index) => task.variant && editor.router.asked[index]?.endpoint.billing === 'metered');
        expect(varied.filter(({ task }) => task.variant !== 1)).toEqual([]);
      }),
      runs,
    );
  });
});

describe('A burst of keys, none more than 140 ms after the one before', () => {
  it('sends one paid request at the most', async () => {
    const keys = fc.array(fc.record({ key: fc.constantFrom('x', 'y', '(', ' ', '\n'), waitMs: fc.integer({ min: 20, max: 140 }) }), {
      minLength: 2,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 900 }), async (burst, latencyMs) => {
        const editor = new Editor({ text: '|', say, latencyMs, candidates: [paid], ports: { isFollowingUp: () => true } });
        for (const { key, waitMs } of burst) {
          editor.type(key);
          await editor.time.advance(waitMs);
        }
        await editor.time.advance(5000);
        expect(editor.requests).toBeLessThanOrEqual(1);
        await Promise.all(editor.questions.map(({ result }) => result));
      }),
      runs,
    );
  });
});
