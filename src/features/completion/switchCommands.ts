import * as vscode from 'vscode';
import type { Clock } from '../../core/router.ts';
import { timeOfDay } from '../../platform/timeOfDay.ts';
import { minutesPerDay, untilInWords } from '../../platform/untilInWords.ts';
import { toggleExclusion } from './toggleExclusion.ts';
import type { SwitchPorts } from './whyNotAsked.ts';

const { t } = vscode.l10n;

/** How long completions may rest, in minutes; `undefined` ends it. */
interface SnoozeItem extends vscode.QuickPickItem {
  readonly minutes: number | undefined;
}

/** Asks for how long, unless it is said: in minutes, zero for an end. */
export async function snoozeCompletions({ snooze }: SwitchPorts, clock: Clock, asked: unknown): Promise<void> {
  const minutes = isMinutes(asked) ? asked : await pickMinutes(snooze.untilMs(), clock);
  if (minutes === 'nothing') return;
  if (minutes > 0) snooze.start(minutes * 60_000);
  else snooze.end();
}

function isMinutes(asked: unknown): asked is number {
  return typeof asked === 'number' && asked >= 0 && asked <= minutesPerDay;
}

async function pickMinutes(untilMs: number | undefined, clock: Clock): Promise<number | 'nothing'> {
  const { hour, minute } = timeOfDay(clock.now(), clock.timeZone());
  const picked = await vscode.window.showQuickPick<SnoozeItem>(
    [
      ...(untilMs === undefined
        ? []
        : [{ label: t('End the snooze'), description: untilInWords(untilMs, clock.timeZone()), minutes: undefined }]),
      { label: t('5 minutes'), minutes: 5 },
      { label: t('15 minutes'), minutes: 15 },
      { label: t('60 minutes'), minutes: 60 },
      // By the clock on the wall; where it is set forward or back in this night, an hour off.
      { label: t('Until tomorrow'), minutes: minutesPerDay - hour * 60 - minute },
    ],
    {
      title: t('Farthing: Snooze Completions'),
      placeHolder: t('For how long? In this window. When you trigger a suggestion, it comes all the same.'),
    },
  );
  return picked ? (picked.minutes ?? 0) : 'nothing';
}

/** The file that the user looks at: off, or on again. What cannot be done by this is told, because the user waits for it. */
export async function toggleForFile({ excluded }: SwitchPorts): Promise<void> {
  const { document } = vscode.window.activeTextEditor ?? {};
  if (!document) return;
  const before = excluded.exclusionOf(document.uri);
  const after = await toggleExclusion(excluded, document.uri);
  if (after?.by === 'window') {
    await vscode.window.showInformationMessage(t('Farthing: nothing is suggested in this file until you close this window.'));
  } else if (before && after) {
    const open = t('Open Settings');
    const words =
      after.by === 'glob'
        ? t('Farthing: this file stays excluded by "{0}" in farthing.completion.exclude.', after.glob)
        : t('Farthing: farthing.completion.exclude cannot be read: {0}.', after.problem);
    const picked = await vscode.window.showInformationMessage(words, open);
    if (picked === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'farthing.completion.exclude');
  }
}
