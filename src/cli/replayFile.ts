import { readFileSync, writeFileSync } from 'node:fs';
import { defaultJudges, readOutcomes, replay, seededRandom } from '../core/replay/index.ts';
import { frontierSvg } from './frontierSvg.ts';
import type { ReplayCommand } from './replayCommand.ts';
import { leftOutText, replayText } from './replayText.ts';

/** What to print, or why it could not be done: a sentence or several lines. */
export type ReplayAnswer = { readonly output: string } | { readonly problem: string };

/** Replays policies on a file of outcomes, and writes the drawing where that is asked for. */
export function replayFile(file: string, command: ReplayCommand): ReplayAnswer {
  const { policies, seed, bootstrapCount, foldCount, judge, svg, asJson } = command;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { problem: `${file} cannot be read: ${messageOf(error)}` };
  }
  const read = readOutcomes(text);
  if (read.outcome === 'refused')
    return { problem: [`${file} is no file of outcomes:`, ...read.problems.map((each) => `  ${each}`)].join('\n') };
  const judges = judge ? [judge] : defaultJudges;
  const report = replay(read.table, { policies, bootstrapCount, foldCount, judges, random: seededRandom(seed) });
  if (report.policies.length === 0) return { problem: `None of the policies asked for can be replayed on ${file}: ${leftOutText(report)}` };
  try {
    if (svg !== undefined) writeFileSync(svg, frontierSvg(report, `Policies replayed on ${file}`));
  } catch (error) {
    return { problem: `${svg} cannot be written: ${messageOf(error)}` };
  }
  const replayed = { file, seed, bootstrapCount, report, ignored: read.ignored };
  if (!asJson) return { output: replayText(replayed) };
  return { output: `${JSON.stringify({ file, seed, bootstrapCount, judges, ...report, ignored: read.ignored }, undefined, 2)}\n` };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
