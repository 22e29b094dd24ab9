import type { OutcomeCount, OutcomeType } from '../core/ledger/index.ts';
import { type AnsweredTasks, countOutcomes, usefulnessOf } from '../core/outcome/index.ts';
import type { ObservedTask } from '../core/replay/index.ts';
import type { Row, Statements } from './statements.ts';

/** An attempt that something of an answer came of. What was corrected had no first token, because nobody knew. */
export const answered = (entry: string): string => `${entry}.first_token_ms IS NOT NULL AND ${entry}.finish <> 'lost'`;

/**
 * For each task its last attempt that answered, with what became of it, summed up where that is the same. There is an index of times, none of
 * days: the days lie between the two times wherever the user was.
 */
const answeredTasks = `
  SELECT local_day, kind, model, endpoint, precision, language, is_whole, outcomes, count(*) AS tasks FROM (
    SELECT local_day, kind, model, endpoint, precision, language, finish = 'stop' AS is_whole,
      (SELECT group_concat(DISTINCT type) FROM outcome WHERE outcome.task_id = entry.task_id) AS outcomes
    FROM entry
    WHERE started_at_ms BETWEEN :sinceMs AND :untilMs AND local_day BETWEEN :fromDay AND :toDay AND ${answered('entry')} AND NOT EXISTS (
      SELECT 1 FROM entry AS later WHERE later.task_id = entry.task_id AND ${answered('later')}
        AND (later.attempt, later.rowid) > (entry.attempt, entry.rowid)))
  GROUP BY local_day, kind, model, endpoint, precision, language, is_whole, outcomes`;

/** No place on earth begins its day more than 14 hours before UTC does, or ends it more than 12 hours after. */
const mostAheadMs = 14 * 60 * 60 * 1000;
const mostBehindMs = 12 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

const lastDay = '9999-12-31';

/** As `answeredTasks`, one row for each task, with what all its attempts cost: null where one of them has no known price. */
const eachAnsweredTask = `
  SELECT kind, model, finish = 'stop' AS is_whole,
    (SELECT group_concat(DISTINCT type) FROM outcome WHERE outcome.task_id = entry.task_id) AS outcomes,
    (SELECT CASE WHEN count(*) = count(attempt.cost_nano_usd) THEN sum(attempt.cost_nano_usd) END FROM entry AS attempt
      WHERE attempt.task_id = entry.task_id
        AND NOT EXISTS (SELECT 1 FROM entry AS correction WHERE correction.corrects = attempt.id)) AS cost_nano_usd
  FROM entry
  WHERE ${answered('entry')} AND NOT EXISTS (
    SELECT 1 FROM entry AS later WHERE later.task_id = entry.task_id AND ${answered('later')}
      AND (later.attempt, later.rowid) > (entry.attempt, entry.rowid))
  ORDER BY started_at_ms, rowid`;

/** Tasks of which it is known whether the answer was useful, and what it cost; the oldest first. */
export function taskOutcomes(statements: Statements): readonly ObservedTask[] {
  return statements.rows(eachAnsweredTask).flatMap((row): readonly ObservedTask[] => {
    const { kind, model, isWhole, outcomes } = answeredOfRow({ ...row, precision: null, language: null });
    const usefulness = outcomes.length === 0 && !isWhole ? 'unknown' : usefulnessOf(kind, outcomes);
    if (usefulness === 'unknown' || row.cost_nano_usd === null) return [];
    return [{ kind, model, isUseful: usefulness === 'useful', costNanoUsd: Number(row.cost_nano_usd) }];
  });
}

export function outcomeCounts(statements: Statements, fromDay: string, toDay = lastDay): readonly OutcomeCount[] {
  const inTime = { fromDay, toDay, ...moreThanDays(fromDay, toDay) };
  return countOutcomes(statements.rows(answeredTasks, inTime).map(answeredOfRow));
}

/** Between these two times the days lie wherever the user was; entries have an index of times, and none of days. */
export function moreThanDays(fromDay: string, toDay: string): { readonly sinceMs: number; readonly untilMs: number } {
  return { sinceMs: Date.parse(fromDay) - mostAheadMs, untilMs: Date.parse(toDay) + dayMs + mostBehindMs };
}

/** The table's own checks and our writing it are why the words are believed. */
function answeredOfRow({ local_day, kind, model, endpoint, precision, language, is_whole, outcomes, tasks }: Row): AnsweredTasks {
  return {
    localDay: local_day,
    kind,
    model,
    endpoint,
    ...(precision !== null && { precision }),
    ...(language !== null && { language }),
    isWhole: is_whole === 1,
    outcomes: outcomes === null ? [] : (String(outcomes).split(',') as OutcomeType[]),
    tasks,
  } as AnsweredTasks;
}
