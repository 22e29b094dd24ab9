import { describe, expect, it, vi } from 'vitest';
import type { Position, TextDocument, Uri } from 'vscode';
import { readPlace } from '../../src/features/completion/readSnapshot.ts';
import { FakePosition, FakeRange, fakeDocument } from '../support/fakeDocument.ts';

vi.mock('vscode', async () => {
  const { FakePosition: Position, FakeRange: Range } = await import('../support/fakeDocument.ts');
  const folders = [
    { name: 'shop', uri: uriOf('vscode-remote://host/work/shop') },
    { name: 'docs', uri: uriOf('vscode-remote://host/work/shop/docs') },
  ];
  /** The innermost one, whatever the case of its letters, as on Windows. */
  const getWorkspaceFolder = (uri: FakeUri) =>
    folders.findLast(
      ({ uri: { scheme, authority, path } }) =>
        scheme === uri.scheme && authority === uri.authority && uri.path.toLowerCase().startsWith(`${path}/`),
    );
  return { Position, Range, EndOfLine: { LF: 1, CRLF: 2 }, workspace: { getWorkspaceFolder, workspaceFolders: folders } };
});

interface FakeUri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  with(change: Partial<FakeUri>): FakeUri;
  toString(): string;
}

function uriOf(text: string): FakeUri {
  const [, scheme = '', authority = '', path = ''] = /^([^:]+):(?:\/\/([^/]*))?([^#]*)/.exec(text) ?? [];
  const made = (parts: Pick<FakeUri, 'scheme' | 'authority' | 'path'>): FakeUri => ({
    ...parts,
    with: (change) => {
      if (change.authority !== '' && !parts.path.startsWith('/')) throw new Error('[UriError]: the path must begin with a slash');
      return made({ ...parts, ...change });
    },
    toString: () => text,
  });
  return made({ scheme, authority, path });
}

/** The document that has its cursor at `|`. */
function at(
  marked: string,
  address = 'vscode-remote://host/work/shop/src/a.ts',
): { readonly document: TextDocument; readonly position: Position } {
  const offset = marked.indexOf('|');
  const uri = uriOf(address) as unknown as Uri;
  const document = { ...fakeDocument(marked.slice(0, offset) + marked.slice(offset + 1)), uri };
  return { document, position: document.positionAt(offset) };
}

const read = (marked: string, address?: string) => {
  const { document, position } = at(marked, address);
  return readPlace(document, position, undefined).snapshot;
};

describe('A snapshot', () => {
  it('is the text before and after the cursor, and where it is', () => {
    expect(read('let a = 1;\nlet |b = 2;\n')).toEqual({
      uri: 'vscode-remote://host/work/shop/src/a.ts',
      languageId: 'typescript',
      workspace: 'shop',
      path: 'src/a.ts',
      offset: 15,
      prefix: 'let a = 1;\nlet ',
      suffix: 'b = 2;\n',
    });
  });

  it.each([
    ['in a folder', 'vscode-remote://host/work/shop/secrets/.env', 'shop', 'secrets/.env'],
    ['in a folder within a folder', 'vscode-remote://host/work/shop/docs/secrets/a.md', 'docs', 'secrets/a.md'],
    ['in a folder that is written in another case', 'vscode-remote://host/Work/Shop/secrets/a.ts', 'shop', 'secrets/a.ts'],
    ['in a cell of a notebook', 'vscode-notebook-cell:/work/shop/secrets/a.ipynb#W0s', 'shop', 'secrets/a.ipynb'],
    ['in a file that is not saved yet', 'untitled:/work/shop/secrets/new.ts', 'shop', 'secrets/new.ts'],
    ['in a file without a name', 'untitled:Untitled-1', undefined, 'Untitled-1'],
    ['outside of all folders', 'file:///home/user/.netrc', undefined, '/home/user/.netrc'],
    ['on another machine', 'file://server//share/.env', undefined, '//share/.env'],
  ])('%s says which file it is, and of which folder', (_where, address, workspace, path) => {
    const snapshot = read('a|', address);
    expect([snapshot.workspace, snapshot.path]).toEqual([workspace, path]);
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
