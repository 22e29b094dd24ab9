import type { NanoUsd } from '../../money/index.ts';
import type { AgentEvent, AgentEventOf } from '../event.ts';
import { factsOf } from './keptLines.ts';
import { isWorkKind } from './requestCost.ts';
import { isHigherTier } from './tierOrder.ts';

/** One answer of the model, with the calls it made as they were read. */
interface Answer {
  readonly requestId: string;
  /** Of the first words of the user to the next ones it is 0. */
  readonly turn: number;
  readonly step: number;
  readonly isWork: boolean;
  /** As `Tier`. */
  readonly tier: string;
  readonly baselineNanoUsd: NanoUsd;
  /** As text that is the same for the same calls. */
  readonly calls: string;
  /** Some could be read, or there was none to read. */
  isReadable: boolean;
  /** Something came of it: a file was changed, or fewer tests failed or problems were left than before. */
  madeProgress: boolean;
}

/**
 * What ONE attempt on the baseline model would have cost for the whole task: its steps once each, in the tokens that really went in and came out, at that
 * model's prices, ratio and cache. An upper bound, because nobody tried it. What counts is the answer of each step, and of it is left out
 *
 * - what was asked again: of several answers to one step the last one counts, failed attempts have no baseline at all;
 * - a rung that was given up: where a higher tier was asked for, the steps since the last one of which something came;
 * - a step that only repeats the calls of the step before, or of whose calls none could be read;
 * - titles and compaction, which that one attempt would not have had (`isWorkKind`).
 *
 * Subtasks were parts of the work, so what they report of themselves by the same rules counts. Verification needs no request: tests are tools. All
 * that is left out still costs.
 */
export function baselineOf(log: readonly AgentEvent[]): NanoUsd {
  const reported = log.filter((event) => event.type === 'reported').reduce((sum, { cost }) => sum + cost.baselineNanoUsd, 0);
  return answersOf(log).reduce((sum, { baselineNanoUsd }) => sum + baselineNanoUsd, reported);
}

/** Those that count in the baseline. */
function answersOf(log: readonly AgentEvent[]): readonly Answer[] {
  const asked = new Map<string, AgentEventOf<'requested'>>();
  let answers: readonly Answer[] = [];
  let turn = 0;
  let last: Answer | undefined;
  let state: Checked = {};
  for (const event of log) {
    switch (event.type) {
      case 'said':
        turn += 1;
        break;
      case 'requested':
        asked.set(event.requestId, event);
        break;
      case 'answered': {
        const answer = answerOf(event, asked.get(event.requestId), turn);
        // The same step once more, and its earlier answer is worth nothing.
        const others = answers.filter((each) => each.turn !== answer.turn || each.step !== answer.step || each.isWork !== answer.isWork);
        const isRepeated = last !== undefined && answer.calls !== '' && answer.calls === last.calls && last.turn === turn;
        answers = isRepeated ? others : [...others, answer];
        last = answer;
        break;
      }
      case 'called':
        if (last && event.call) last.isReadable = true;
        break;
      case 'ran':
      case 'reported': {
        const { tests, problems, changes = [] } = factsOf(event) ?? {};
        const isBetter = isLess(tests?.failed, state.failed) || isLess(problems, state.problems);
        if (last && (changes.length > 0 || isBetter)) last.madeProgress = true;
        state = { failed: tests?.failed ?? state.failed, problems: problems ?? state.problems };
        break;
      }
      case 'tier-asked': {
        // At the cap's pause the user may ask for a lower one: then nothing was given up.
        if (!last || !isHigherTier(event.tier, last.tier)) break;
        const kept = answers.findLastIndex((answer) => answer.turn < turn || answer.madeProgress);
        answers = answers.slice(0, kept + 1);
        break;
      }
    }
  }
  return answers.filter(({ isWork, isReadable }) => isWork && isReadable);
}

/** What the tests and the editor said last. */
interface Checked {
  readonly failed?: number | undefined;
  readonly problems?: number | undefined;
}

function isLess(now: number | undefined, before: number | undefined): boolean {
  return now !== undefined && before !== undefined && now < before;
}

function answerOf(
  { requestId, calls, cost, by }: AgentEventOf<'answered'>,
  request: AgentEventOf<'requested'> | undefined,
  turn: number,
): Answer {
  return {
    ...{ requestId, turn, step: request?.step ?? -1 },
    isWork: request !== undefined && isWorkKind(request.kind),
    tier: by.tier,
    baselineNanoUsd: cost.baselineNanoUsd,
    calls: calls.map(({ name, argumentsText }) => `${name} ${argumentsText}`).join('\n'),
    isReadable: calls.length === 0,
    madeProgress: false,
  };
}
