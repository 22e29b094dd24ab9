import { textsOfReasoning } from '../../task/index.ts';
import { measureText } from '../../tokens/index.ts';
import { type AgentTaskState, lastAnswer, lastTurn } from '../loop/state.ts';
import type { Conversation, Entry } from '../prompt/conversation.ts';
import { type CompactionVerdict, isNearlyFull, weighCompaction } from './weigh.ts';

/** What would be dropped: everything before that place in the log. */
export interface PlannedCompaction extends CompactionVerdict {
  readonly untilEvent: number;
}

/** So many of the last answers stay as they are, with the results of their calls: what the work is at just now. */
const keptAnswers = 3;

/** Shorter prompts are not looked at. */
export const leastPromptTokens = 16_000;

/** A cache of five minutes is the shortest that is written (Anthropic's); nothing is known of others that forget sooner. */
const warmMs = 5 * 60_000;

/** As many steps again as there were, within these: what is known of a task is how long it has gone on. An assumption. */
const [leastAhead, mostAhead] = [4, 20];

/** Undefined: there is nothing that could be dropped. */
export function compactionOf(state: AgentTaskState, { entries, open }: Conversation, mostSteps: number): PlannedCompaction | undefined {
  const answer = lastAnswer(state);
  if (!answer || open.length > 0) return undefined;
  const { promptTokens, terms } = answer;
  if (promptTokens < leastPromptTokens && !isNearlyFull(promptTokens, terms)) return undefined;
  const untilEvent = startOfKept(entries);
  if (untilEvent === undefined) return undefined;
  const estimated = tokensOf(entries);
  // Estimates are of bytes: what was reported says how many tokens these bytes are to the model in use.
  const ratio = estimated > 0 && promptTokens > 0 ? Math.min(2, promptTokens / estimated) : 1;
  const { watch } = state;
  const steps = state.progress.steps;
  const droppedTokens = Math.round(ratio * tokensOf(droppable(entries, untilEvent)));
  const verdict = weighCompaction({
    promptTokens,
    droppedTokens,
    carriedTokens: carriedSince(state, promptTokens - droppedTokens),
    keptTokens: Math.round(ratio * tokensOf(entries.filter(({ event }) => event >= untilEvent))),
    stepsAhead: Math.max(1, Math.min(Math.max(steps, leastAhead), mostAhead, mostSteps - watch.stepsSince)),
    isCold: watch.lastAnswerMs !== undefined && watch.lastEventMs - watch.lastAnswerMs > warmMs,
    terms,
  });
  // Where nobody could sum it up a moment ago, the next answer is waited for.
  const isWorthIt = verdict.isWorthIt && (verdict.isNeeded || !wasTriedInVain(state));
  return { ...verdict, isWorthIt, untilEvent };
}

function wasTriedInVain(state: AgentTaskState): boolean {
  const items = lastTurn(state)?.items ?? [];
  const place = items.findLastIndex(({ type }) => type === 'not-compacted');
  return place > items.findLastIndex((item) => item.type === 'step' && item.answer !== undefined);
}

/** What the prompts since the last compaction, or the last try, had above that length. */
function carriedSince(state: AgentTaskState, length: number): number {
  const items = state.turns.flatMap((turn) => turn.items);
  const since = items.slice(items.findLastIndex(({ type }) => type === 'compaction' || type === 'not-compacted') + 1);
  return since.reduce((sum, item) => sum + Math.max(0, item.type === 'step' ? (item.answer?.promptTokens ?? 0) - length : 0), 0);
}

/** What a summary would take the place of; the user's own words stay. */
export function droppable(entries: readonly Entry[], untilEvent: number): readonly Entry[] {
  return entries.filter(({ event, isOfUser }) => event < untilEvent && !isOfUser);
}

/** Where the context overflowed, more is dropped: only the last answer stays. */
export function startOfKept(entries: readonly Entry[], kept = keptAnswers): number | undefined {
  const answers = entries.filter(({ segment }) => segment.role === 'assistant');
  const untilEvent = answers.at(-kept)?.event;
  return answers.length > kept && untilEvent !== undefined && droppable(entries, untilEvent).length > 0 ? untilEvent : undefined;
}

function tokensOf(entries: readonly Entry[]): number {
  let sum = 0;
  for (const { segment } of entries) {
    sum += measureText(segment.text).tokens;
    for (const { name, argumentsText } of segment.toolCalls ?? []) sum += measureText(name + argumentsText).tokens;
    for (const thought of textsOfReasoning(segment)) sum += measureText(thought).tokens;
  }
  return sum;
}
