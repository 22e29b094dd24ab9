import * as vscode from 'vscode';
import { lineCounts, unifiedDiff } from '../../../core/agent/edits/index.ts';
import type { FileChange } from '../../../core/agent/index.ts';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { DiffLine, DiffState } from '../protocol.ts';

const { t } = vscode.l10n;

/** So many lines are shown of what has happened; of what is to be approved, and of what the user opens, all that a page can take. */
export const diffLimits = { folded: 40, whole: 20_000 } as const;

interface Read {
  readonly lines: readonly DiffLine[];
  readonly label: string;
}

/** A state is made at each event, and comparing files anew each time would take longer than all the rest. */
const known = new WeakMap<readonly FileChange[], Read>();

export function diffState(changes: readonly FileChange[], mostLines: number): DiffState {
  const { lines, label } = known.get(changes) ?? remember(changes);
  const more = lines.length - mostLines;
  return {
    label,
    lines: more > 0 ? lines.slice(0, mostLines) : lines,
    ...(more > 0 && { more: t('{0} more lines', more) }),
  };
}

function remember(changes: readonly FileChange[]): Read {
  const { added, removed } = lineCounts(changes);
  const read = { lines: linesOf(unifiedDiff(changes)), label: t('{0} lines added, {1} removed', added, removed) };
  known.set(changes, read);
  return read;
}

/** The lines of a unified diff. Signs stay: colours alone do not tell everybody what they mean. */
export function linesOf(diff: string): readonly DiffLine[] {
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  // Within a piece, a removed line that begins with two hyphens looks like a heading: only counting tells them apart.
  let left = { before: 0, after: 0 };
  return lines.map((line) => {
    const text = revealInvisible(line);
    const isInPiece = left.before > 0 || left.after > 0;
    if (isInPiece) {
      const sign = line[0];
      if (sign === '+') left = { ...left, after: left.after - 1 };
      else if (sign === '-') left = { ...left, before: left.before - 1 };
      else if (sign !== '\\') left = { before: left.before - 1, after: left.after - 1 };
      return { kind: sign === '+' ? 'added' : sign === '-' ? 'removed' : 'same', text };
    }
    const piece = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (!piece) return { kind: line.startsWith('\\') ? 'same' : 'file', text };
    left = { before: Number(piece[1] ?? 1), after: Number(piece[2] ?? 1) };
    return { kind: 'place', text };
  });
}
