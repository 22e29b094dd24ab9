import type { Candidate } from '../catalogue/index.ts';
import type { ChosenDecision } from '../selection/index.ts';
import type { Task } from '../task/index.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import type { WorthVerdict } from './worth/judge.ts';

/** A request that is about to leave, and who would answer it. */
export interface Leaving {
  readonly request: CompletionRequest;
  readonly task: Task;
  readonly decision: ChosenDecision;
}

type JudgingPorts = Pick<CompletionPorts, 'clock' | 'worth'>;

/** Why a request that leaves by itself is not worth its money with this candidate; undefined where it is, and where it costs none. */
export function verdictAgainst(
  { clock, worth }: JudgingPorts,
  { request: { snapshot, trigger }, task, decision }: Leaving,
  candidate: Candidate = decision.chosen.candidate,
): WorthVerdict | undefined {
  if (!worth || trigger !== 'automatic' || candidate.endpoint.billing !== 'metered') return undefined;
  const chosen = [decision.chosen, ...decision.fallbacks].find((each) => each.candidate === candidate) ?? decision.chosen;
  const verdict = worth.judge({ snapshot, task, decision: { ...decision, chosen }, atMs: clock.now() });
  return verdict.isWorth ? undefined : verdict;
}

/** The same of whoever stands in when the chosen one fails; the chosen one was judged already. */
export function mayStandIn(ports: JudgingPorts, leaving: Leaving): (candidate: Candidate) => boolean {
  const { chosen } = leaving.decision;
  return (candidate) => candidate === chosen.candidate || verdictAgainst(ports, leaving, candidate) === undefined;
}
