import * as vscode from 'vscode';
import type { CompletionRequest, Snapshot } from '../../core/completion/index.ts';
import type { NotAsked } from '../../platform/completionHealth.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import { readSetting } from '../../platform/settings.ts';
import type { Snooze } from '../../platform/snooze.ts';

export interface SwitchPorts {
  readonly excluded: Pick<ExcludedFiles, 'exclusionOf' | 'turnOff' | 'turnOn'>;
  readonly snooze: Pick<Snooze, 'start' | 'end' | 'untilMs'>;
}

/**
 * Why nothing is asked for such a question, whatever models there are; undefined where it is. What is switched off or kept out stays so for who
 * presses the key, too; a snooze does not: it is against what comes unasked.
 */
export function whyNotAsked(
  document: vscode.TextDocument,
  trigger: CompletionRequest['trigger'],
  { excluded, snooze }: SwitchPorts,
): NotAsked | undefined {
  const { uri, languageId } = document;
  if (!isWrittenIn(uri.scheme)) return { reason: 'not-here', scheme: uri.scheme };
  if (!readSetting('completion.enabled', document)) return { reason: 'switched-off', languageId };
  const exclusion = excluded.exclusionOf(uri);
  if (exclusion) return { reason: 'excluded', exclusion };
  const untilMs = trigger === 'automatic' ? snooze.untilMs() : undefined;
  return untilMs === undefined ? undefined : { reason: 'snoozed', untilMs };
}

/** No text that people write: a model would be paid for bytes. */
export function isBinary({ prefix, suffix }: Snapshot): boolean {
  return prefix.includes('\0') || suffix.includes('\0');
}

/** Texts that people write, and that no file system knows: the cells of a notebook, what is typed to run it, and the commit box. */
const writtenSchemes: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-notebook-cell', 'vscode-interactive-input', 'vscode-scm']);

/** The editor's own settings, which are written to a file system: what completes them is their schema, and there are keys in them. */
const settingsScheme = 'vscode-userdata';

/**
 * Files of any kind of workspace that can be written. Logs, one side of a comparison, the boxes for search, chat and comments: all these are
 * documents with a scheme of their own, and nobody wants code there.
 */
export function isWrittenIn(scheme: string): boolean {
  if (writtenSchemes.has(scheme)) return true;
  return scheme !== settingsScheme && vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}
