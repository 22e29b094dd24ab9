import { isOfSession, type LedgerEntry, localDay, type OutcomeEvent, type OutcomeType } from '../../ledger/index.ts';
import type { AgentEvent, AgentEventOf } from '../event.ts';
import { callersOf } from './callers.ts';
import { factsOf, type KeptLines } from './keptLines.ts';
import { isHigherTier } from './tierOrder.ts';

/** What became of an answer, before it has a day: `id` is the same for the same, however often the log is read. */
interface Implied {
  readonly requestId: string;
  readonly type: OutcomeType;
  readonly atMs: number;
  /** Concluded from what the loop did, and not said or done by the user or the tests. */
  readonly isInferred: boolean;
}

/**
 * What a task's log says of its requests, for the ledger: each once, under the request's own id, so that it may be told again after a restart.
 *
 * - `tests-passed`, `tests-failed`: of what changed files, by the first run of the tests after it. They passed where none fails, and failed where not
 *   fewer fail than in the run before: of a change that mends a part the tests say nothing yet.
 * - of a plan, by the last run of the tests before its work ended, where there was any; unless the user stopped it.
 * - `rejected`: the user said no to something that it called for. `reverted`: the user undid what it changed.
 * - `retried`: a higher tier was asked instead; inferred where the judge wanted it so, because then nobody but the loop was not content.
 *
 * What is kept is told by `keptOutcomes`, and how subtasks did by `subtaskOutcomes`.
 */
export function outcomesOf(log: readonly AgentEvent[], timeZone: string): readonly OutcomeEvent[] {
  const callers = callersOf(log);
  const changedBy = (event: AgentEvent): readonly string[] => [callers.get(event)].flatMap((requestId) => requestId ?? []);
  return eachOnce([...testOutcomes(log, changedBy), ...planOutcomes(log), ...userOutcomes(log)], timeZone);
}

/**
 * What the first tests after a subtask say of the requests that worked on it, which stand in no log of their own: those that the ledger has of its
 * session. `entries`: of the task and its subtasks.
 */
export function subtaskOutcomes(log: readonly AgentEvent[], entries: readonly LedgerEntry[], timeZone: string): readonly OutcomeEvent[] {
  const changedBy = (event: AgentEvent): readonly string[] =>
    event.type === 'reported'
      ? entries.flatMap(({ kind, sessionId = '', taskId }) =>
          kind === 'agent.subtask' && isOfSession(sessionId, event.subtaskId) ? [taskId] : [],
        )
      : [];
  return eachOnce(testOutcomes(log, changedBy), timeZone);
}

function eachOnce(implied: readonly Implied[], timeZone: string): readonly OutcomeEvent[] {
  const known = new Set<string>();
  return implied
    .map(({ requestId, type, atMs, isInferred }): OutcomeEvent => {
      return { id: idOf(requestId, type), taskId: requestId, type, atMs, localDay: localDay(atMs, timeZone), characters: 0, isInferred };
    })
    .filter(({ id }) => !known.has(id) && known.add(id));
}

/**
 * What still stands of a task, for the ledger: `kept` with the characters of the lines that are left, `reverted` where none is. Of requests that added
 * nothing, nothing. `look` names the look, so that each is stored once: `30s`, `reopened`.
 */
export function keptOutcomes({ byRequest }: KeptLines, look: string, atMs: number, timeZone: string): readonly OutcomeEvent[] {
  return [...byRequest]
    .filter(([, { added }]) => added > 0)
    .map(([requestId, { kept, keptCharacters: characters }]): OutcomeEvent => {
      const told = { taskId: requestId, atMs, localDay: localDay(atMs, timeZone), isInferred: true };
      return kept > 0
        ? { ...told, id: idOf(requestId, `kept:${look}`), type: 'kept', characters }
        : { ...told, id: idOf(requestId, 'reverted'), type: 'reverted', characters: 0 };
    });
}

function idOf(requestId: string, what: string): string {
  return `${requestId}:${what}`;
}

/** `changedBy`: whose change an event was, where it changed files. */
function testOutcomes(log: readonly AgentEvent[], changedBy: (event: AgentEvent) => readonly string[]): readonly Implied[] {
  let untested: readonly string[] = [];
  let failedBefore: number | undefined;
  return log.flatMap((event) => {
    const { changes = [], tests } = factsOf(event) ?? {};
    if (changes.length > 0) untested = [...untested, ...changedBy(event)];
    if (!tests) return [];
    const type = verdictOf(tests.failed, failedBefore);
    const tested =
      type === undefined ? [] : untested.map((each): Implied => ({ requestId: each, type, atMs: event.atMs, isInferred: false }));
    untested = [];
    failedBefore = tests.failed;
    return tested;
  });
}

function verdictOf(failed: number, failedBefore: number | undefined): 'tests-passed' | 'tests-failed' | undefined {
  if (failed === 0) return 'tests-passed';
  return failedBefore === undefined || failed >= failedBefore ? 'tests-failed' : undefined;
}

function planOutcomes(log: readonly AgentEvent[]): readonly Implied[] {
  const planned = new Set(log.flatMap((event) => (event.type === 'requested' && event.kind === 'agent.plan' ? [event.requestId] : [])));
  let plans: readonly string[] = [];
  let failed: number | undefined;
  return log.flatMap((event) => {
    failed = factsOf(event)?.tests?.failed ?? failed;
    if (event.type === 'answered' && planned.has(event.requestId)) {
      plans = [...plans, event.requestId];
      // How the tests were before says nothing of it.
      failed = undefined;
    }
    if (event.type !== 'ended') return [];
    const type = event.outcome === 'stopped' || failed === undefined ? undefined : verdictOf(failed, undefined);
    const judged = plans;
    plans = [];
    return type === undefined ? [] : judged.map((requestId): Implied => ({ requestId, type, atMs: event.atMs, isInferred: false }));
  });
}

function userOutcomes(log: readonly AgentEvent[]): readonly Implied[] {
  const callers = callersOf(log);
  let last: AgentEventOf<'answered'> | undefined;
  return log.flatMap((event, index): readonly Implied[] => {
    const { atMs } = event;
    switch (event.type) {
      case 'answered':
        last = event;
        return [];
      case 'said':
        last = undefined;
        return [];
      case 'approval-answered': {
        const requestId = callers.get(event);
        return event.answer.answer === 'no' && requestId !== undefined ? [{ requestId, type: 'rejected', atMs, isInferred: false }] : [];
      }
      case 'tier-asked':
        return last && isHigherTier(event.tier, last.by.tier)
          ? [{ requestId: last.requestId, type: 'retried', atMs, isInferred: event.by === 'judge' }]
          : [];
      case 'undone':
        return undoneBy(log.slice(0, index), event, callers).map((requestId) => ({ requestId, type: 'reverted', atMs, isInferred: false }));
      default:
        return [];
    }
  });
}

/** Whose changes were undone: those since the checkpoint of which a file was brought back. */
function undoneBy(
  log: readonly AgentEvent[],
  { checkpointId, paths }: AgentEventOf<'undone'>,
  callers: ReadonlyMap<AgentEvent, string>,
): readonly string[] {
  const from = log.findIndex((event) => event.type === 'checkpoint' && event.checkpointId === checkpointId);
  if (from < 0) return [];
  return log.slice(from).flatMap((event) => {
    const requestId = callers.get(event);
    const isUndone = factsOf(event)?.changes?.some(({ path }) => paths.includes(path));
    return requestId !== undefined && isUndone ? [requestId] : [];
  });
}
