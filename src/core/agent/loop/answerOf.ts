import { isCapId } from '../../budget/index.ts';
import type { Candidate } from '../../catalogue/index.ts';
import type { Redaction } from '../../policy/index.ts';
import type { Decision } from '../../selection/index.ts';
import type { FinishReason, ProviderError, Reasoning, ReasoningBlock, StreamPart, Task, ToolCall } from '../../task/index.ts';
import type { AnsweredBy } from '../event.ts';
import type { AgentPorts } from '../ports.ts';

/** What came of a request. No `candidate`: nobody was asked. */
export interface Answer {
  readonly text: string;
  readonly reasoning: string;
  /** What its provider wants back of it; undefined where nobody does. */
  readonly givenBack: Reasoning | undefined;
  readonly calls: readonly ToolCall[];
  readonly finish: FinishReason | undefined;
  readonly error: ProviderError | undefined;
  readonly decision: Decision | undefined;
  readonly candidate: Candidate | undefined;
  /** The task's own cap could not hold somebody. */
  readonly isHeldByCap: boolean;
  /** What was taken out of the prompt, as it left last. */
  readonly redactions: readonly Redaction[];
}

/** Asks, tells what streams, and resolves once the books are closed. The generator is read to its end: aborting the signal ends it. */
export async function answerOf({ router, heard }: AgentPorts, task: Task, signal: AbortSignal): Promise<Answer> {
  let answer: Answer = {
    ...{ text: '', reasoning: '', calls: [], isHeldByCap: false, redactions: [] },
    ...{ finish: undefined, error: undefined, decision: undefined, candidate: undefined, givenBack: undefined },
  };
  const texts: string[] = [];
  const thoughts: string[] = [];
  const blocks: ReasoningBlock[] = [];
  const calls: ToolCall[] = [];
  for await (const part of router.route(task, signal)) {
    switch (part.type) {
      case 'decision':
        answer = { ...answer, decision: part.decision };
        break;
      case 'attempt':
        answer = { ...answer, candidate: part.candidate };
        // Whoever was asked before could not answer.
        blocks.length = 0;
        break;
      case 'redacted':
        answer = { ...answer, redactions: part.redactions };
        break;
      case 'held-back':
        answer = { ...answer, isHeldByCap: answer.isHeldByCap || isCapId(part.budgetId) };
        break;
      case 'text-delta':
        texts.push(part.text);
        break;
      case 'reasoning-delta':
        thoughts.push(part.text);
        break;
      case 'reasoning-end': {
        const { texts: readable, opaque } = part;
        blocks.push({ texts: readable, opaque, isBehindText: texts.length > 0, callsBefore: calls.length });
        break;
      }
      case 'tool-call-end':
        calls.push(part.call);
        break;
      case 'finish':
        answer = { ...answer, finish: part.reason };
        break;
      case 'error':
        answer = { ...answer, error: part.error };
        break;
      default:
        break;
    }
    if (heard && isStreamed(part)) heard(task.id, part);
  }
  return { ...answer, text: texts.join(''), reasoning: thoughts.join(''), givenBack: reasoningOf(answer.candidate, blocks), calls };
}

function reasoningOf(candidate: Candidate | undefined, blocks: readonly ReasoningBlock[]): Reasoning | undefined {
  return candidate && blocks.length > 0 ? { endpoint: candidate.endpoint.id, model: candidate.model.id, blocks } : undefined;
}

const streamed: ReadonlySet<string> = new Set([
  'text-delta',
  'reasoning-delta',
  'reasoning-end',
  'tool-call-start',
  'tool-call-delta',
  'tool-call-end',
  'usage',
  'finish',
  'error',
] satisfies StreamPart['type'][]);

function isStreamed(part: { readonly type: string }): part is StreamPart {
  return streamed.has(part.type);
}

/** Why just that one: what the router decided, and who could not answer before it. */
export function answeredBy({ model, endpoint, effort }: Candidate, decision: Decision | undefined): AnsweredBy {
  const chosen = decision?.outcome === 'chosen' ? decision.chosen.candidate : undefined;
  const isChosen = chosen?.model.id === model.id && chosen.endpoint.id === endpoint.id;
  const instead = chosen && !isChosen ? `, in place of ${chosen.model.id}, which could not answer` : '';
  return {
    model: model.id,
    endpoint: endpoint.id,
    tier: model.tier,
    ...(effort !== undefined && { effort }),
    reason: `${decision?.reason ?? ''}${instead}`,
  };
}
