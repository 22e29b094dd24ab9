import type { Candidate } from '../catalogue/index.ts';
import { costOf } from '../money/index.ts';
import { ladderTiers } from '../selection/index.ts';
import { isFillInTheMiddle, noUsage, type TaskKind } from '../task/index.ts';

/** A completion's usual size, to find the cheapest one by: 1,000 tokens in, 50 out. */
const usualCompletion = { ...noUsage, uncachedInput: 1000, output: 50 };

/**
 * The model that the user would otherwise have used for a kind: the one that is named for it (`MODEL@ENDPOINT`), else the cheapest paid one that
 * fills in the middle for completions, the first of the frontier for an agent's tasks, and the first of their ladder's own tier for all others. Those
 * that the user has a key for (`usable`) come before the rest of the catalogue (`all`), in its order. Undefined where nothing fits that has a price.
 */
export function baselineCandidate(
  kind: TaskKind,
  {
    usable,
    all,
    named,
  }: { readonly usable: readonly Candidate[]; readonly all: readonly Candidate[]; readonly named?: string | undefined },
): Candidate | undefined {
  const byName = named === undefined ? undefined : all.find(({ model, endpoint }) => `${model.id}@${endpoint.id}` === named && model.price);
  return byName ?? defaultAmong(kind, usable) ?? defaultAmong(kind, all);
}

function defaultAmong(kind: TaskKind, candidates: readonly Candidate[]): Candidate | undefined {
  const paid = candidates.filter(({ model, endpoint }) => endpoint.billing === 'metered' && model.price);
  // Trained for it: who fills holes in conversations is what one makes do with.
  if (isFillInTheMiddle(kind)) return cheapest(paid.filter(({ model: { fillInTheMiddle: how } }) => how && how.type !== 'chat'));
  const tier = kind.startsWith('agent.') ? 'frontier' : ladderTiers(kind)[0];
  return paid.find(({ model }) => model.tier === tier && model.canChat);
}

function cheapest(candidates: readonly Candidate[]): Candidate | undefined {
  const priced = candidates.flatMap((candidate) => {
    const { price } = candidate.model;
    return price ? [{ candidate, costNanoUsd: costOf(usualCompletion, price) }] : [];
  });
  return priced.toSorted((a, b) => a.costNanoUsd - b.costNanoUsd)[0]?.candidate;
}
