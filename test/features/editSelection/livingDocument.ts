import { FakeEmitter } from '../../platform/fakeChat.ts';
import { FakePosition, type FakeRange, fakeDocument } from '../../support/fakeDocument.ts';
import { uriOf } from '../completion/completionEditor.ts';

interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

interface Changed {
  readonly document: unknown;
  readonly contentChanges: readonly Change[];
}

export const changes = new FakeEmitter<Changed>();
export const closings = new FakeEmitter<unknown>();

interface Place {
  readonly path?: string;
  /** The first and the last line that are selected. */
  readonly first?: number;
  readonly last?: number;
}

/** A document that can be typed in, as one editor shows it. `edits`: what was put in by the extension, with its stops for undoing. */
export function livingDocument(text: string, { path = '/shop/a.ts', first = 0, last = first }: Place = {}) {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let present = text;
  const now = () => fakeDocument(present);
  const document = {
    uri: uriOf(`file://${path}`),
    languageId: 'typescript',
    version: 1,
    isClosed: false,
    eol: eol === '\n' ? 1 : 2,
    get lineCount() {
      return now().lineCount;
    },
    offsetAt: (position: never) => now().offsetAt(position),
    positionAt: (offset: number) => now().positionAt(offset),
    lineAt: (line: never) => now().lineAt(line),
    getText: (range?: FakeRange) => (range ? now().getText(range as never) : present),
  };
  /** In the order in which the editor is told of them; their offsets are those before. */
  const typeAll = (contentChanges: readonly Change[]): void => {
    for (const { rangeOffset, rangeLength, text: typed } of contentChanges.toSorted((one, other) => other.rangeOffset - one.rangeOffset)) {
      present = present.slice(0, rangeOffset) + typed + present.slice(rangeOffset + rangeLength);
    }
    document.version += 1;
    changes.fire({ document, contentChanges });
  };
  const type = (rangeOffset: number, rangeLength: number, typed: string): void => typeAll([{ rangeOffset, rangeLength, text: typed }]);
  const edits: { readonly undoStopBefore: boolean; readonly undoStopAfter: boolean }[] = [];
  const decorations = new Map<unknown, readonly { readonly range: FakeRange }[]>();
  const editor = {
    document,
    selection: { start: new FakePosition(first, 0), end: document.lineAt(last as never).range.end },
    edit: async (build: (edit: { replace(range: FakeRange, text: string): void }) => void, stops: (typeof edits)[number]) => {
      build({
        replace: ({ start, end }, given) => {
          const from = document.offsetAt(start as never);
          type(from, document.offsetAt(end as never) - from, given.replaceAll('\r\n', '\n').replaceAll('\n', eol));
        },
      });
      edits.push(stops);
      return true;
    },
    setDecorations: (kind: unknown, given: readonly { readonly range: FakeRange }[]) => void decorations.set(kind, given),
  };
  return {
    document,
    editor,
    edits,
    type,
    typeAll,
    text: () => present,
    /** The first and last line of all that is marked. */
    marked: () => [...decorations.values()].flat().map(({ range }) => `${range.start.line}-${range.end.line}`),
    close: () => {
      document.isClosed = true;
      closings.fire(document);
    },
  };
}
