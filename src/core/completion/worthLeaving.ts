import type { Candidate } from '../catalogue/index.ts';
import type { ChosenDecision } from '../selection/index.ts';
import type { Task } from '../task/index.ts';
import type { Objection } from './heard.ts';
import type { WhyNot } from './offer.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { whyRefused } from './whyRefused.ts';
import type { WorthVerdict } from './worth/judge.ts';

/** A request that is about to leave, and who would answer it. */
export interface Leaving {
  readonly request: CompletionRequest;
  readonly task: Task;
  readonly decision: ChosenDecision;
  /** As in `WorthVerdict`. */
  readonly isTrial?: true;
}

type JudgingPorts = Pick<CompletionPorts, 'clock' | 'worth'>;

/** The request as it would leave now, or why none may. Where a paid one is not worth its money, somebody free is asked, if there is one. */
export function leavingOf(
  ports: JudgingPorts & Pick<CompletionPorts, 'router'>,
  request: CompletionRequest,
  task: Task,
): Leaving | { readonly whyNot: WhyNot } {
  const decision = ports.router.decide(task);
  if (decision.outcome === 'refused') return { whyNot: whyRefused(decision) };
  const verdict = verdictOn(ports, { request, task, decision });
  if (!verdict || verdict.isWorth) return { request, task, decision, ...(verdict?.isTrial && { isTrial: verdict.isTrial }) };
  const freeTask: Task = { ...task, isFreeOnly: true };
  const free = ports.router.decide(freeTask);
  if (free.outcome === 'refused') return { whyNot: { reason: 'not-worth', verdict } };
  return { request, task: freeTask, decision: free };
}

/** Why a request that leaves by itself is not worth its money with this candidate; undefined where it is, and where it costs none. */
export function verdictAgainst(ports: JudgingPorts, leaving: Leaving, candidate?: Candidate): WorthVerdict | undefined {
  const verdict = verdictOn(ports, leaving, candidate);
  return verdict?.isWorth === false ? verdict : undefined;
}

/** Undefined where nobody judges: the user asked for it, or it costs nothing. */
function verdictOn(
  { clock, worth }: JudgingPorts,
  { request: { snapshot, trigger }, task, decision }: Leaving,
  candidate: Candidate = decision.chosen.candidate,
): WorthVerdict | undefined {
  if (!worth || trigger !== 'automatic' || candidate.endpoint.billing !== 'metered') return undefined;
  const ranked = [decision.chosen, ...decision.fallbacks];
  const chosen =
    ranked.find((each) => each.candidate === candidate) ?? ranked.find((each) => isSameModel(each.candidate, candidate)) ?? decision.chosen;
  return worth.judge({ snapshot, task, decision: { ...decision, chosen }, atMs: clock.now() });
}

/** The same of whoever stands in when the chosen one fails, or is chosen after all; who was chosen was judged already. */
export function objectionTo(ports: JudgingPorts, leaving: Leaving): (candidate: Candidate) => Objection | undefined {
  const { chosen } = leaving.decision;
  return (candidate) => {
    const verdict = candidate === chosen.candidate ? undefined : verdictAgainst(ports, leaving, candidate);
    return verdict && { outcome: 'not-worth', verdict };
  };
}

/** The router may rank the same model anew, with another effort or service tier. */
function isSameModel(one: Candidate, other: Candidate): boolean {
  return one.model.id === other.model.id && one.endpoint.id === other.endpoint.id;
}
