import * as vscode from 'vscode';
import { revealInvisible } from '../../../core/policy/index.ts';
import type { OutputState } from '../protocol.ts';

const { t } = vscode.l10n;

/** In characters: enough to see what it is about, and what the user gets on asking. */
export const outputLimits = { folded: 1500, whole: 200_000 } as const;

/** What a tool said. The end is what tells of failures, but the model is told a trimmed text already: the beginning is shown. */
export function outputState(text: string, most: number): OutputState | undefined {
  if (text.trim() === '') return undefined;
  const more = text.length - most;
  return {
    text: revealInvisible(more > 0 ? text.slice(0, most) : text),
    ...(more > 0 && { more: t('{0} more characters', more) }),
  };
}
