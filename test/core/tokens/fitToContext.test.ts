import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/core/task/index.ts';
import { estimateTokens, fitToContext, utf8Bytes } from '../../../src/core/tokens/index.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';

const runs = { numRuns: 1000 };
/** Lines of any well-formed Unicode text, from every plane. */
const texts = fc
  .array(fc.oneof(fc.string({ unit: anyCharacter, maxLength: 60 }), fc.string({ unit: 'grapheme-ascii', maxLength: 60 })), {
    maxLength: 60,
  })
  .map((lines) => lines.join('\n'));
const hole = (prefix: string, suffix: string): readonly Segment[] => [
  { role: 'prefix', stability: 'turn', text: prefix },
  { role: 'suffix', stability: 'turn', text: suffix },
];
const file = (name: string, text: string): Segment => ({ role: 'context', stability: 'workspace', name, text });
const tokensOf = (segments: readonly Segment[]): number => segments.reduce((sum, { text }) => sum + estimateTokens(text), 0);
const textsOf = (segments: readonly Segment[]): readonly string[] => segments.map(({ text }) => text);

describe('The bytes of a text', () => {
  it('are what encoding it in UTF-8 gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
      runs,
    );
  });

  it('are three to an estimated token, rounded up', () => {
    expect(['', 'a', 'abc', 'abcd', '漢', '😀'].map(estimateTokens)).toEqual([0, 1, 1, 2, 1, 2]);
  });
});

describe('A hole fitted to a context', () => {
  it('stays as it is when there is room', () => {
    const segments = [file('a.ts', 'a'.repeat(30)), ...hole('before', 'after')];
    expect(fitToContext(segments, 100)).toBe(segments);
  });

  it('loses other files first, the last first, so that it begins as before', () => {
    const segments = [file('stable.ts', 's'.repeat(300)), file('new.ts', 'n'.repeat(300)), ...hole('before', 'after')];
    expect(fitToContext(segments, 110)).toEqual(segments.filter(({ name }) => name !== 'new.ts'));
  });

  it('then loses the end of its suffix and the start of its prefix, at lines’ ends', () => {
    const line = `${'x'.repeat(29)}\n`;
    const [prefix, suffix] = textsOf(fitToContext(hole(`${line.repeat(200)}let a`, `;\n${line.repeat(200)}`), 1000));
    // Of 3,000 characters at most a quarter stands after the cursor; cuts at the start come in steps of 1,024.
    expect({ prefix, suffix }).toEqual({ prefix: `${line.repeat(63)}let a`, suffix: `;\n${line.repeat(24).trimEnd()}` });
  });

  it('begins at the same place while the user types on, so that the server’s cache hits', () => {
    const long = `${'x'.repeat(29)}\n`.repeat(400);
    const starts = ['', 'l', 'le', 'let', 'let total = '].map((typed) => {
      const [prefix = ''] = textsOf(fitToContext(hole(long + typed, ''), 1000));
      return long.length + typed.length - prefix.length;
    });
    expect(new Set(starts).size).toBe(1);
  });

  it('fits, keeps the text next to the cursor and stays well-formed, whatever the text', () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(1000), (before, after, room) => {
        const fitted = fitToContext(hole(before, after), room);
        const [prefix = '', suffix = ''] = textsOf(fitted);
        expect({
          fits: tokensOf(fitted) <= room,
          keepsEnd: before.endsWith(prefix),
          keepsStart: after.startsWith(suffix),
          wellFormed: prefix.isWellFormed() && suffix.isWellFormed(),
        }).toEqual({ fits: true, keepsEnd: true, keepsStart: true, wellFormed: true });
      }),
      runs,
    );
  });

  it('keeps text before the cursor even when that is one long line', () => {
    const [prefix] = textsOf(fitToContext(hole(`${'x'.repeat(5000)}\n`, ''), 1000));
    expect(prefix).toBe(`${'x'.repeat(2999)}\n`);
  });

  it('never happens to a conversation', () => {
    const conversation: readonly Segment[] = [{ role: 'user', stability: 'turn', text: 'x'.repeat(1000) }];
    expect(fitToContext(conversation, 10)).toBe(conversation);
  });
});
