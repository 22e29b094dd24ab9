import { doubtOf, type PathDoubt } from './doubts.ts';
import { foldName } from './foldName.ts';
import { protectionOf } from './protectedFiles.ts';
import { relativeTo } from './relativeTo.ts';
import { isSecretFile } from './secretFiles.ts';
import { writtenOtherwise } from './writtenOtherwise.ts';

export type PathUse = 'read' | 'write';

export interface AskedPath {
  /** As the model wrote it. */
  readonly text: string;
  /** What it stands for: normalised, absolute, with `/`. */
  readonly absolute: string;
  /** The same after the symbolic links of its longest existing ancestor. */
  readonly real: string;
}

export interface PathPlace {
  /** The workspace's folders, normalised, absolute, with `/`; and, where a folder is reached by a link, also where that leads. */
  readonly roots: readonly string[];
  readonly system: 'posix' | 'windows';
  readonly isCaseSensitive: boolean;
}

export type PathVerdict =
  /** `path` is relative to its workspace folder; that folder itself is `.`. */
  | { readonly verdict: 'ordinary'; readonly path: string }
  | { readonly verdict: 'ask'; readonly path: string; readonly rule: string; readonly reason: string }
  | { readonly verdict: 'refuse'; readonly rule: string; readonly reason: string };

/**
 * May the agent read or write there by itself? What is not understood is refused; outside the workspace, what steers the editor, git, agents or
 * shells, and what holds secrets is the user's to decide, in every mode. The path is judged as it is written and where its links lead. It does not
 * see what is written: that a `package.json` gets other scripts is seen where changes are judged.
 */
export function judgePath(asked: AskedPath, use: PathUse, place: PathPlace): PathVerdict {
  const refusal = writtenOtherwise(asked, place);
  if (refusal) return refusal;
  const written = relativeTo(asked.absolute, place);
  const opened = relativeTo(asked.real, place);
  const all = [...new Set([...(written.length > 0 ? written : [asked.absolute]), ...(opened.length > 0 ? opened : [asked.real])])];
  const doubts = all.map((path) => doubtOf(path, use, place)).filter((doubt): doubt is PathDoubt => doubt !== undefined);
  for (const { verdict, rule, reason } of doubts) if (verdict === 'refuse') return { verdict, rule, reason };
  const path = written[0] ?? asked.absolute;
  const ask = (rule: string, reason: string): PathVerdict => ({ verdict: 'ask', path, rule, reason });
  if (written.length === 0) return ask('outside-workspace', `${path} is outside the workspace`);
  if (opened.length === 0) return ask('link-out-of-workspace', `${path} leads out of the workspace, to ${asked.real}`);
  if (use === 'write' && all.includes('.'))
    return { verdict: 'refuse', rule: 'workspace-folder', reason: 'it is the workspace folder itself' };
  const folded = all.map(foldName);
  if (folded.some(isSecretFile)) return ask('secret-file', `${path} is a file that may hold secrets`);
  const protection = use === 'write' ? folded.map(protectionOf).find((each) => each !== undefined) : undefined;
  if (protection) return ask(protection.rule, `${path} ${protection.reason}`);
  return doubts[0] ? ask(doubts[0].rule, doubts[0].reason) : { verdict: 'ordinary', path };
}
