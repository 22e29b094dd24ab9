import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedOutput, terminalText, trimResult } from '../../../../src/core/agent/tools/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');

describe('A result that is too long', () => {
  it('keeps whole lines of its beginning and, more, of its end, and says what is missing between them', () => {
    expect(trimResult(lines(20), 60)).toBe(
      'line 0\nline 1\nline 2\n[... 98 characters in 13 lines left out ...]\nline 16\nline 17\nline 18\nline 19',
    );
  });

  it('stays as it is where it fits', () => {
    expect(trimResult(lines(5), lines(5).length)).toBe(lines(5));
  });

  it('is never longer than its limit and the line that tells of the gap, nor ends in half a character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '😀', 'bcd\n', ' '), maxLength: 600 });
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 300 }), (long, limit) => {
        const trimmed = trimResult(long, limit);
        expect(trimmed.length).toBeLessThanOrEqual(limit + 60);
        expect(trimmed.isWellFormed()).toBe(true);
      }),
      runs,
    );
  });
});

describe('What a process writes', () => {
  it('is kept whole up to 64 kB, and then its beginning and its end', () => {
    const output = new BoundedOutput();
    for (let index = 0; index < 20_000; index += 1) output.add(`${String(index).padStart(9, '0')}\n`);
    const text = output.text();
    expect({
      isBounded: text.length < 66_000,
      begins: text.slice(0, 10),
      says: /\[\.\.\. \d+ characters in \d+ lines left out \.\.\.\]/.exec(text)?.[0],
      ends: text.slice(-10),
    }).toEqual({
      isBounded: true,
      begins: '000000000\n',
      says: '[... 134464 characters in 13446 lines left out ...]',
      ends: '000019999\n',
    });
  });

  it('loses colours, links and titles, and of a line that was drawn over all but the last', () => {
    expect(
      terminalText(
        '\u001B[31mred\u001B[0m \u001B]8;;https://a.example\u0007link\u001B]8;;\u0007\r\n10 %\r50 %\r100 %\r\n\u001B]0;title\u001B\\done',
      ),
    ).toBe('red link\n100 %\ndone');
  });
});
