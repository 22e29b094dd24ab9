import * as vscode from 'vscode';
import { timeOfDay } from './timeOfDay.ts';

export const minutesPerDay = 24 * 60;

/** `until 14:05`, by the clock on the wall. */
export function untilInWords(untilMs: number, timeZone: string): string {
  const { hour, minute } = timeOfDay(untilMs, timeZone);
  return vscode.l10n.t('until {0}', `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
}
