import type { Candidate } from '../../catalogue/index.ts';
import { inputTokens, type Task, type Usage } from '../../task/index.ts';
import { droppable, leastPromptTokens, startOfKept } from '../compaction/compactionOf.ts';
import { compactionSegments } from '../compaction/summary.ts';
import type { PromptTerms } from '../event.ts';
import { outputRoom } from '../money/outputRoom.ts';
import type { AgentPorts } from '../ports.ts';
import { type Answer, answeredBy, answerOf } from './answerOf.ts';
import { withOwnIds } from './ownIds.ts';
import type { Session } from './session.ts';
import type { Standing } from './standing.ts';
import { type AskedStep, compactionTask, taskFor } from './taskFor.ts';
import { turnsExternalTools } from './turnsExternalTools.ts';
import { isLeft } from './windowClosing.ts';

/**
 * The task as somebody may answer it. Strong models plan, where there are any: otherwise those that do the steps plan, too. And what the judge wants is
 * no order: where nobody of that tier may answer, whoever may does.
 */
function answerable({ router }: AgentPorts, { state }: Standing, task: Task): Task {
  const isRefused = (each: Task): boolean => router.decide(each).outcome === 'refused';
  const planned: Task = task.kind === 'agent.plan' && isRefused(task) ? { ...task, kind: 'agent.step' } : task;
  if (state.tierAsked?.by !== 'judge' || !isRefused(planned)) return planned;
  const { leastTier: _leastTier, ...others } = planned;
  return others;
}

/** Asks a model, and stores what it said, or why it did not. What it cost is stored either way. */
export async function ask(session: Session, step: AskedStep, signal: AbortSignal): Promise<void> {
  const { ports, standing } = session;
  const requestId = ports.newId();
  const task = answerable(ports, standing, taskFor(standing, requestId, step, turnsExternalTools(ports.tools, standing.state)));
  const { maxOutputTokens } = step;
  const isShorter = maxOutputTokens !== outputRoom(step.kind, 0);
  await session.record({
    ...{ type: 'requested', requestId, kind: task.kind, step: standing.state.step + 1 },
    ...(isShorter && { maxOutputTokens }),
  });
  const answer = await answerOf(ports, task, signal);
  // What it cost until now stands in the ledger.
  const isWhole = answer.error === undefined && answer.finish !== undefined && answer.finish !== 'aborted';
  if (isLeft(signal) && !isWhole) return;
  const cost = await session.costOf(requestId);
  const { candidate, decision, finish, text, reasoning, error, redactions } = answer;
  const redacted = redactions.length > 0 && { redactions };
  if (signal.aborted && !isLeft(signal) && candidate && !error) {
    // What was said until then stays; what it was about to call is not done any more.
    const by = answeredBy(candidate, decision);
    return session.record({ type: 'answered', requestId, text, calls: [], finish: 'aborted', by, cost, ...redacted });
  }
  const failure = failureOf(answer);
  if (failure || !candidate || !finish) {
    const told = failure ?? { error: 'bad-response' as const, message: 'there was no answer' };
    return session.record({ type: 'unanswered', requestId, cost, ...told, ...redacted });
  }
  const terms = termsOf(session, candidate, cost.usage);
  // Where the model declined or the money ended, nothing of it is done.
  const asked = finish === 'budget' || finish === 'content-filter' ? [] : answer.calls;
  const { calls, givenBack } = withOwnIds(standing.state, asked, answer.givenBack);
  return session.record({
    ...{ type: 'answered', requestId, text, finish, cost, calls },
    by: answeredBy(candidate, decision),
    ...(reasoning !== '' && { reasoning }),
    ...(calls.length > 0 && givenBack && { givenBack }),
    ...(terms && { terms }),
    ...redacted,
  });
}

type Failure = Pick<Extract<Parameters<Session['record']>[0], { type: 'unanswered' }>, 'error' | 'message' | 'hadBegun' | 'isByCap'>;

function failureOf({ error, decision, candidate, finish, text, calls, isHeldByCap }: Answer): Failure | undefined {
  const byCap = isHeldByCap && { isByCap: true as const };
  if (error) {
    const hadBegun = text !== '' || calls.length > 0;
    return { error: error.reason, message: error.message, ...(hadBegun && error.isRetryable && { hadBegun }), ...byCap };
  }
  if (decision?.outcome === 'refused') return { error: 'refused', message: decision.reason, ...byCap };
  if (!candidate || finish === 'aborted')
    return { error: 'refused', message: 'nobody was asked, because you did not let it leave', ...byCap };
  const isEmpty = text === '' && calls.length === 0 && (finish === 'stop' || finish === 'tool-calls');
  // Text alone is no call: who announces one and makes none is asked again.
  const isWithoutCalls = finish === 'tool-calls' && calls.length === 0;
  return isEmpty || isWithoutCalls ? { error: 'bad-response', message: 'the answer was empty', hadBegun: true } : undefined;
}

/** What the next prompt costs there. Undefined where nothing is paid for it, or nobody knows how much. */
function termsOf({ ports, standing }: Session, { model, endpoint }: Candidate, usage: Usage): PromptTerms | undefined {
  const { contextTokens, price } = model;
  if (endpoint.billing !== 'metered' || !price)
    return contextTokens === undefined ? undefined : { contextTokens, uncachedInput: 0, cacheRead: 0, cacheWrite: 0 };
  const { uncachedInput, cacheRead = uncachedInput, cacheWrite5m = uncachedInput } = price;
  const compactionNanoUsd = inputTokens(usage) < leastPromptTokens ? undefined : compactionCost(ports.router, standing);
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...{ uncachedInput, cacheRead, cacheWrite: cacheWrite5m },
    ...(compactionNanoUsd !== undefined && { compactionNanoUsd }),
  };
}

/** As the router expects it of whoever it would choose. */
function compactionCost(router: Session['ports']['router'], { state, conversation }: Session['standing']): number | undefined {
  const untilEvent = startOfKept(conversation.entries);
  if (untilEvent === undefined) return undefined;
  const segments = compactionSegments(state, droppable(conversation.entries, untilEvent));
  const decision = router.decide(compactionTask(state, 'compaction', segments, conversation.paths));
  return decision.outcome === 'chosen' ? decision.chosen.expectedCostNanoUsd : undefined;
}
