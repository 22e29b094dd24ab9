import { describe, expect, it, vi } from 'vitest';
import type { Position, TextDocument } from 'vscode';
import { readPlace } from '../../src/features/completion/readSnapshot.ts';
import { FakePosition, FakeRange, fakeDocument } from '../support/fakeDocument.ts';

vi.mock('vscode', async () => {
  const { FakePosition: Position, FakeRange: Range } = await import('../support/fakeDocument.ts');
  return { Position, Range, EndOfLine: { LF: 1, CRLF: 2 }, workspace: { getWorkspaceFolder: () => ({ name: 'shop' }) } };
});

/** The document that has its cursor at `|`. */
function at(marked: string): { readonly document: TextDocument; readonly position: Position } {
  const offset = marked.indexOf('|');
  const document = fakeDocument(marked.slice(0, offset) + marked.slice(offset + 1));
  return { document, position: document.positionAt(offset) };
}

const read = (marked: string) => {
  const { document, position } = at(marked);
  return readPlace(document, position, undefined).snapshot;
};

describe('A snapshot', () => {
  it('is the text before and after the cursor, and where it is', () => {
    expect(read('let a = 1;\nlet |b = 2;\n')).toEqual({
      uri: 'file:///a.ts',
      languageId: 'typescript',
      workspace: 'shop',
      offset: 15,
      prefix: 'let a = 1;\nlet ',
      suffix: 'b = 2;\n',
    });
  });

  it('has the same offset and text whether lines end with CR LF or with LF', () => {
    expect(read('a\r\nb\r\nc|d\r\ne')).toEqual(read('a\nb\nc|d\ne'));
  });

  it('holds 256 lines above the cursor and 64 below', () => {
    const { prefix, suffix } = read(`${'above\n'.repeat(300)}|${'\nbelow'.repeat(100)}`);
    expect([prefix.split('\n').length, suffix.split('\n').length]).toEqual([257, 65]);
  });

  it('of a line of a million characters is small, and begins at the same place while one types', () => {
    const line = 'x'.repeat(1_000_000);
    const starts = ['', 'abc', 'abcdef'].map((typed) => {
      const { prefix, suffix, offset } = read(`${line}${typed}|${line}`);
      expect(prefix.length + suffix.length).toBeLessThanOrEqual(16_384 + 8_192);
      return offset - prefix.length;
    });
    expect(new Set(starts).size).toBe(1);
  });

  it('that begins or ends inside a character of two units holds no half of one', () => {
    for (const shift of ['', 'x']) {
      const { prefix, suffix } = read(`${shift}${'🦊'.repeat(20_000)}|${shift}${'🦊'.repeat(20_000)}`);
      expect([prefix.isWellFormed(), suffix.isWellFormed()]).toEqual([true, true]);
    }
  });
});

describe('Where the list of suggestions is open', () => {
  it('its selected entry counts as typed, and an offer replaces what it replaces', () => {
    const { document, position } = at('console.lo|;\n');
    const range = new FakeRange(new FakePosition(0, 8), new FakePosition(position.line, position.character));
    const place = readPlace(document, position, { range, text: 'log' } as never);
    expect({
      prefix: place.snapshot.prefix,
      suffix: place.snapshot.suffix,
      offset: place.snapshot.offset,
      selected: place.selected,
      range: place.range,
    }).toEqual({
      prefix: 'console.log',
      suffix: ';\n',
      offset: 11,
      selected: 'log',
      range,
    });
  });
});
