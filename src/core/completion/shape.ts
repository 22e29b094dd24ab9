import { stripInvisible } from '../policy/index.ts';
import type { Segment, Task } from '../task/index.ts';
import { lineAfter, lineBefore, type Snapshot } from './snapshot.ts';

/** A word character on the right: the cursor stands inside a word, where a completion would tear it apart. */
export function isInsideWord(snapshot: Snapshot): boolean {
  return /^[\p{L}\p{N}_$]/u.test(snapshot.suffix);
}

/** What opens a block in the languages people write. A colon does so only where it is not a type annotation. */
const opener = /(?:[{([]|=>|\bthen|\bdo|\bbegin)\s*$/;
const colonOpensBlock: ReadonlySet<string> = new Set(['python', 'yaml', 'nim', 'gdscript']);

/** Several lines where a block begins or a line is blank; otherwise the rest of the line. */
function wantsBlock(snapshot: Snapshot): boolean {
  if (lineAfter(snapshot).trim() !== '') return false;
  const before = lineBefore(snapshot);
  return before.trim() === '' || opener.test(before) || (colonOpensBlock.has(snapshot.languageId) && /:\s*$/.test(before));
}

/** So much is asked for, in tokens; of a streak less than of a block, because all but its first line may be in vain. */
const mostTokens = { line: 96, streak: 160, block: 256 } as const;

/** The longest answer that is asked for, in tokens: no request leaves less room in a context. */
export const longestAnswerTokens = mostTokens.block;

/**
 * The task that asks a model to fill the hole at the cursor. With `goesOn` an answer that belongs to one line may go on with the lines after it,
 * where nothing stands right of the cursor: a paid request's prompt is dear, and some more of its answer is not. The model reads what the user
 * sees; offsets and caches are computed from the snapshot alone.
 */
export function completionTask(
  id: string,
  snapshot: Snapshot,
  trigger: 'automatic' | 'invoke',
  { context = [], goesOn = false }: { readonly context?: readonly Segment[]; readonly goesOn?: boolean } = {},
): Task {
  const block = wantsBlock(snapshot);
  const extent = block ? 'block' : goesOn && lineAfter(snapshot).trim() === '' ? 'streak' : 'line';
  const { path: name } = snapshot;
  return {
    id,
    kind: block ? 'completion.block' : 'completion.line',
    segments: [
      ...context,
      { role: 'prefix', stability: 'turn', text: stripInvisible(snapshot.prefix), name },
      { role: 'suffix', stability: 'turn', text: stripInvisible(snapshot.suffix), name },
    ],
    paths: [name],
    maxOutputTokens: mostTokens[extent],
    stop: extent === 'line' ? ['\n'] : ['\n\n'],
    origin: { trigger, language: snapshot.languageId, ...(snapshot.workspace !== undefined && { workspace: snapshot.workspace }) },
  };
}
