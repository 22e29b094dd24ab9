import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Editor, type Say } from '../../support/typing.ts';

/** The file as it is meant to become; the model knows it, and where the text before the cursor is no part of it, it has an answer of its own. */
const meant = 'const total = sum(items);\nconst mean = total / items.length;\nprint(total, mean);\n';

const say: Say = (prefix) => {
  if (!meant.startsWith(prefix)) return ['other()', '.way();'];
  const line = meant.slice(prefix.length).split('\n')[0] ?? '';
  return [line.slice(0, 4), line.slice(4)].filter((piece) => piece !== '');
};

type Step =
  | { readonly do: 'follow'; readonly characters: number }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'delete'; readonly characters: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'invoke' | 'cancel' | 'leave' | 'accept' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('follow' as const), characters: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('type' as const), text: fc.constantFrom('x', '(', '\n', 'ot', 'other(') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), characters: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 600 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('invoke', 'cancel', 'leave', 'accept' as const) }) },
);

describe('Whatever is typed and wherever the cursor goes', () => {
  it('an offer goes on from the cursor as the model meant it, every question settles, and nothing stays behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 25 }), fc.integer({ min: 1, max: 400 }), async (script, latencyMs) => {
        const editor = new Editor({ text: '|', say, latencyMs });
        const checks: Promise<void>[] = [];
        /** The offer, put in at the cursor, gives the very line that the model said there: nothing typed comes twice. */
        const ask = (trigger: 'automatic' | 'invoke'): void => {
          const { prefix } = editor;
          checks.push(
            editor.ask(trigger).result.then((result) => {
              if (result.outcome === 'none') return;
              const inserted = prefix + result.offer.text;
              if (meant.startsWith(prefix)) expect(meant.startsWith(inserted)).toBe(true);
              else expect(inserted.endsWith('other().way();')).toBe(true);
              expect(result.offer.text).not.toBe('');
            }),
          );
        };
        for (const step of script) await play(editor, step, ask);
        editor.questions.at(-1)?.cancel();
        await editor.time.advance(100);
        expect(editor.router.open()).toBe(0);
        await Promise.all(checks);
        void editor.engine.close();
        await editor.time.advance(1000);
        expect(editor.time.pendingTimers).toBe(0);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 300) },
    );
  });
});

async function play(editor: Editor, step: Step, ask: (trigger: 'automatic' | 'invoke') => void): Promise<void> {
  switch (step.do) {
    case 'follow': {
      const next = meant.startsWith(editor.prefix) ? meant.slice(editor.prefix.length) : '';
      editor.prefix += next.slice(0, step.characters);
      return ask('automatic');
    }
    case 'type':
      editor.prefix += step.text;
      return ask('automatic');
    case 'delete':
      editor.prefix = editor.prefix.slice(0, -step.characters);
      return ask('automatic');
    case 'wait':
      return editor.time.advance(step.ms);
    case 'invoke':
      return ask('invoke');
    case 'cancel':
      return editor.questions.at(-1)?.cancel();
    case 'leave':
      return editor.engine.leave();
    case 'accept': {
      const last = await Promise.race([editor.questions.at(-1)?.result, undefined]);
      if (last?.outcome === 'offer') editor.engine.accepted(last.offer.taskId, last.offer.text.length);
      return;
    }
  }
}
