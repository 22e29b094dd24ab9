import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterChange, fromTheEnd, type RangeChange, touches } from '../../../src/features/editSelection/followedRange.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** A text with the part that is followed, and a change anywhere in it. */
const changedTexts = fc
  .record({ before: fc.string({ maxLength: 12 }), part: fc.string({ minLength: 1, maxLength: 12 }), after: fc.string({ maxLength: 12 }) })
  .chain(({ before, part, after }) => {
    const text = before + part + after;
    const range = { start: before.length, end: before.length + part.length };
    const change = fc
      .tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ maxLength: 6 }))
      .map(([one, other, typed]): RangeChange => {
        const rangeOffset = Math.min(one, other);
        return { rangeOffset, rangeLength: Math.max(one, other) - rangeOffset, text: typed };
      });
    return change.map((made) => ({ text, part, range, change: made }));
  });

const changed = (text: string, { rangeOffset, rangeLength, text: typed }: RangeChange): string =>
  text.slice(0, rangeOffset) + typed + text.slice(rangeOffset + rangeLength);

it('finds the same text again wherever else was typed', () => {
  fc.assert(
    fc.property(changedTexts, ({ text, part, range, change }) => {
      fc.pre(!touches(range, change));
      const { start, end } = afterChange(range, change);
      expect(changed(text, change).slice(start, end)).toBe(part);
    }),
    runs,
  );
});

it('holds all that is left of a text in which was typed, and stays within the document', () => {
  fc.assert(
    fc.property(changedTexts, ({ text, range, change }) => {
      fc.pre(touches(range, change));
      const { start, end } = afterChange(range, change);
      const now = changed(text, change);
      const head = text.slice(range.start, Math.max(range.start, change.rangeOffset));
      const tail = text.slice(Math.min(range.end, change.rangeOffset + change.rangeLength), range.end);
      expect(now.slice(start, end)).toContain(head + change.text + tail);
      expect([start >= 0, start <= end, end <= now.length]).toEqual([true, true, true]);
    }),
    runs,
  );
});

it('takes changes of one event from the end, as their offsets are those before all of them', () => {
  const change = (rangeOffset: number): RangeChange => ({ rangeOffset, rangeLength: 0, text: '' });
  expect(fromTheEnd([change(1), change(9), change(4)]).map(({ rangeOffset }) => rangeOffset)).toEqual([9, 4, 1]);
});
