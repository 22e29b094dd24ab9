import * as vscode from 'vscode';
import {
  chunkOf,
  contentKind,
  type EntryRules,
  importedNames,
  mayEnter,
  mostFileCharacters,
  type NamedPiece,
} from '../../../core/completion/context/index.ts';
import { linesOf } from './fileSymbols.ts';
import { sourceFileOf } from './sourceFileOf.ts';

export interface ImportDefinitionsPorts {
  readonly rules: EntryRules;
  /** Whether git ignores it, once that is known. */
  readonly isIgnored: (address: string) => Promise<boolean>;
  readonly signal: AbortSignal;
}

const most = { lines: 40, headLines: 200 } as const;

/** Where something is defined: the name's place, or all that defines it. */
interface Target {
  readonly uri: vscode.Uri;
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * What the names that a document imports stand for, by the editor's own language servers. Files that are not open are read only where their
 * text may enter a prompt.
 */
export async function importDefinitions(
  document: vscode.TextDocument,
  { rules, isIgnored, signal }: ImportDefinitionsPorts,
): Promise<readonly NamedPiece[]> {
  const own = sourceFileOf(document.uri);
  const found: NamedPiece[] = [];
  for (const { name } of importsOf(document)) {
    if (signal.aborted || document.isClosed) return found;
    // The user goes on typing meanwhile: the name may stand elsewhere by now.
    const now = importsOf(document).find((each) => each.name === name);
    const target = now && (await targetOf(document, document.positionAt(now.offset)));
    if (!target || target.uri.toString() === own.uri) continue;
    const address = target.uri.toString();
    await isIgnored(address);
    const file = sourceFileOf(target.uri);
    if (!mayEnter(file, own, rules).enters) continue;
    const lines = await linesAt(target);
    const chunk = lines && chunkOf(lines.text);
    if (lines && chunk) found.push({ ...chunk, name, file: { ...file, content: lines.content } });
  }
  return found;
}

function importsOf(document: vscode.TextDocument): ReturnType<typeof importedNames> {
  return importedNames(linesOf(document, 0, most.headLines));
}

async function targetOf({ uri }: vscode.TextDocument, position: vscode.Position): Promise<Target | undefined> {
  const [first] = await vscode.commands
    .executeCommand<readonly (vscode.Location | vscode.LocationLink)[] | undefined>('vscode.executeDefinitionProvider', uri, position)
    .then(
      (targets) => targets ?? [],
      () => [],
    );
  if (!first) return undefined;
  const [target, range] = 'targetUri' in first ? [first.targetUri, first.targetRange] : [first.uri, first.range];
  // Most servers tell where the name stands, and not how far it goes.
  const isWhole = range.end.line > range.start.line;
  return {
    uri: target,
    startLine: range.start.line,
    endLine: isWhole ? Math.min(range.end.line + 1, range.start.line + most.lines) : range.start.line + most.lines,
  };
}

async function linesAt({
  uri,
  startLine,
  endLine,
}: Target): Promise<{ readonly text: string; readonly content: ReturnType<typeof contentKind> } | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return { text: linesOf(open, startLine, endLine), content: 'text' };
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    // A link may lead to what may not be seen.
    if (type !== vscode.FileType.File || size > mostFileCharacters) return undefined;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { text: text.split(/\r?\n/).slice(startLine, endLine).join('\n'), content: contentKind(text) };
  } catch {
    return undefined;
  }
}
