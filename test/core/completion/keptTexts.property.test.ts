import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterChange, charactersLeft, type FollowedText, followText } from '../../../src/core/completion/followedText.ts';
import type { TextChange } from '../../../src/core/completion/index.ts';
import { KeptTexts } from '../../../src/core/completion/keptTexts.ts';

const uri = 'file:///a.ts';
/** No character comes twice, and none of them is typed: what stands there was accepted. */
const accepted = 'ABC(DE)\nFGH';

/** A character of the document; of the accepted text it carries its mark for ever. */
interface Cell {
  readonly character: string;
  readonly isAccepted: boolean;
}

const cellsOf = (text: string, isAccepted = false): readonly Cell[] => [...text].map((character) => ({ character, isAccepted }));

/** The document as somebody would keep it who marks each accepted character, and the changes it tells. */
class MarkedDocument {
  cells: readonly Cell[] = [...cellsOf('xxyy'), ...cellsOf(accepted, true), ...cellsOf('yyxx')];
  readonly #before: { readonly cells: readonly Cell[]; readonly back: TextChange }[] = [];

  edit(at: number, removed: number, inserted: string): TextChange {
    const offset = at % (this.cells.length + 1);
    const gone = this.cells.slice(offset, offset + removed);
    const back = { uri, offset, removed: inserted.length, inserted: gone.map(({ character }) => character).join('') };
    this.#before.push({ cells: this.cells, back });
    this.cells = [...this.cells.slice(0, offset), ...cellsOf(inserted), ...this.cells.slice(offset + removed)];
    return { uri, offset, removed: gone.length, inserted };
  }

  undo(): TextChange | undefined {
    const before = this.#before.pop();
    if (!before) return undefined;
    this.cells = before.cells;
    return before.back;
  }

  get marked(): readonly string[] {
    return this.cells.flatMap(({ character, isAccepted }, offset) => (isAccepted ? [`${offset} ${character}`] : []));
  }
}

const followedOf = ({ pieces }: FollowedText): readonly string[] =>
  pieces.flatMap(({ offset, text }) => [...text].map((character, index) => `${offset + index} ${character}`));

type Step = 'undo' | readonly [at: number, removed: number, inserted: string];

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.nat(30), fc.nat(6), fc.constantFrom('', '', 'x', 'yx', 'xyxyx')) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(30), fc.constant(0), fc.constantFrom('x', 'y')) },
    { weight: 2, arbitrary: fc.constant('undo' as const) },
  ),
  { maxLength: 40 },
);

const numRuns = Number(process.env.FC_RUNS ?? 1000);

describe('Whatever is typed, deleted, replaced and undone,', () => {
  it('a followed text is what somebody finds who marked each of its characters', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const document = new MarkedDocument();
        let followed = followText(4, accepted);
        for (const step of taken) {
          const change = step === 'undo' ? document.undo() : document.edit(...step);
          if (change) followed = afterChange(followed, change);
          expect(followedOf(followed)).toEqual(document.marked);
        }
        expect(charactersLeft(followed)).toBe(document.marked.length);
      }),
      { numRuns },
    );
  });

  it('no more is kept than was accepted, and never less than nothing, however many places are followed', () => {
    const place = fc.record({
      taskId: fc.constantFrom('a', 'b', 'c', 'd'),
      at: fc.nat(20),
      text: fc.constantFrom('', 'x', 'ABC', 'one\r\ntwo'),
    });
    const change = fc.record({ offset: fc.nat(30), removed: fc.nat(6), inserted: fc.constantFrom('', 'x', 'ABC', '\r\n') });
    fc.assert(
      fc.property(fc.array(fc.oneof(place, change), { maxLength: 40 }), fc.nat(12), (happened, most) => {
        let nowMs = 0;
        let ring: (() => void) | undefined;
        const timers = {
          after: (_ms: number, callback: () => void) => {
            ring = callback;
            return () => {
              ring = undefined;
            };
          },
        };
        const looks: number[] = [];
        const kept = new KeptTexts(
          { timers, clock: { now: () => nowMs }, onChecked: (_taskId, characters) => looks.push(characters) },
          { checkpointsMs: [10, 20], most: 3 },
        );
        for (const each of happened) {
          nowMs += 3;
          if ('taskId' in each) kept.follow(each.taskId, { uri, offset: each.at, text: each.text }, most);
          else kept.edited({ uri, ...each });
          if (nowMs % 4 === 0) ring?.();
        }
        expect(looks.filter((characters) => characters < 0 || characters > most)).toEqual([]);
      }),
      { numRuns },
    );
  });
});
