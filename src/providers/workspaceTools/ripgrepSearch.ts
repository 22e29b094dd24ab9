import { mostHits, type SearchHit, type SearchQuestion, type SearchReport } from '../../core/agent/tools/index.ts';
import { readChild } from './childOutput.ts';
import { slashed } from './diskPath.ts';
import { ripgrepOptions, sawAll } from './listFiles.ts';
import { searchMs } from './plainSearch.ts';

/**
 * Searches by ripgrep, whose expressions take time in proportion to the text whatever a model writes. Globs are not handed over: one that fits a
 * file would bring it in although git ignores it.
 */
export async function ripgrepSearch(
  ripgrep: string,
  folder: string,
  question: SearchQuestion,
  signal: AbortSignal,
  timeoutMs = searchMs,
): Promise<SearchReport> {
  const hits: SearchHit[] = [];
  let isCut = false;
  const taken = new Map<string, number>();
  const take = (record: string): boolean => {
    const hit = hitOf(record);
    if (!hit || !question.takes(hit.path)) return true;
    const inFile = (taken.get(hit.path) ?? 0) + 1;
    taken.set(hit.path, inFile);
    if (inFile > mostHits.inFile) isCut = true;
    else hits.push(hit);
    return hits.length < mostHits.all;
  };
  const options = [
    ...ripgrepOptions,
    ...[
      '--no-heading',
      '--with-filename',
      '--line-number',
      '--sort=path',
      '--max-filesize=2M',
      '--max-columns=2000',
      '--max-columns-preview',
    ],
    ...(question.isRegex ? [] : ['--fixed-strings']),
  ];
  const child = {
    program: ripgrep,
    arguments: [...options, '--regexp', question.pattern, '--', './'],
    folder,
    take,
    separator: '\n' as const,
    timeoutMs,
  };
  const end = await readChild(child, signal);
  // Of files and folders that it could not look into it says nothing.
  if (end.exitCode === 2 && hits.length === 0 && question.isRegex && end.errors !== '')
    return { outcome: 'failed', reason: `The expression cannot be read: ${end.errors}` };
  return { outcome: 'searched', hits, isCut: isCut || end.isCut || !sawAll(end.exitCode) };
}

function hitOf(record: string): SearchHit | undefined {
  const [, file, line, text] = /^(?:\.[/\\])?([^\0]+)\0(\d+):(.*?)\r?$/s.exec(record) ?? [];
  if (file === undefined || line === undefined || text === undefined) return undefined;
  return { path: slashed(file), line: Number(line), text: text.slice(0, mostHits.lineCharacters) };
}
