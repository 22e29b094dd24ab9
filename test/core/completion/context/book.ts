import {
  type ContextBook,
  type ContextQuestion,
  contentKind,
  cutIntoChunks,
  type EntryRules,
  type SourceFile,
} from '../../../../src/core/completion/context/index.ts';
import type { Snapshot } from '../../../../src/core/completion/snapshot.ts';

/** A file that the tests know by its name. */
export function sourceFile(path: string, changes: Partial<SourceFile> = {}): SourceFile {
  return { uri: `file:///shop/${path}`, scheme: 'file', path, workspace: 'shop', content: 'text', ...changes };
}

export const openRules: EntryRules = {
  isTrusted: () => true,
  pathUse: () => undefined,
  isExcluded: () => false,
  isIgnored: () => false,
};

export function snapshotAt(prefix: string, changes: Partial<Snapshot> = {}): Snapshot {
  const path = changes.path ?? 'src/main.ts';
  return {
    uri: `file:///shop/${path}`,
    languageId: 'typescript',
    workspace: 'shop',
    path,
    offset: prefix.length,
    prefix,
    suffix: '\n',
    ...changes,
  };
}

export function know(book: ContextBook, file: SourceFile, text: string): void {
  const chunks = [...cutIntoChunks(text)].filter((chunk) => chunk !== undefined);
  book.know({ file: { ...file, content: contentKind(text) }, chunks, symbols: [] });
}

export function question(prefix: string, changes: Partial<ContextQuestion> = {}): ContextQuestion {
  return { snapshot: snapshotAt(prefix), roomBytes: 8_192, nowMs: 0, linesOf: () => undefined, ...changes };
}

/** A function about things of that name, in so many lines. */
export function about(thing: string, lines = 6): string {
  const body = Array.from({ length: lines - 2 }, (_, index) => `  const ${thing}Part${index} = make${thing}(${thing}Options, ${index});`);
  return [`export function use${thing}(${thing}Options) {`, ...body, '}'].join('\n');
}
