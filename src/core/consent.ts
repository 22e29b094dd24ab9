import type { AskQuestion } from './budget/index.ts';
import { candidateName } from './catalogue/index.ts';
import { formatUsd, type NanoUsd } from './money/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import { type PricedCandidate, type Profile, worstCaseFor } from './selection/index.ts';

/** `skip`: this one is not asked; `only`: nor is any other that could cost more than so much. `cancel`: nobody is. */
export type Consent =
  /** No more than `upToNanoUsd` may be held for it; missing: as much as the budgets hold. */
  | { readonly outcome: 'send'; readonly upToNanoUsd?: NanoUsd }
  | { readonly outcome: 'skip'; readonly reason: string }
  | { readonly outcome: 'only'; readonly upToNanoUsd: NanoUsd; readonly reason: string }
  | { readonly outcome: 'cancel' };

interface Asked {
  readonly profile: Profile;
  readonly priced: PricedCandidate;
  /** Why it was chosen. */
  readonly reason: string;
  /** Those that would be asked after it, in their order. */
  readonly others: () => readonly PricedCandidate[];
  /** So much the user said yes to before, for the same task. */
  readonly allowedNanoUsd: NanoUsd;
  /** The ledger would hold so much, by its more cautious bound. */
  readonly leastNanoUsd: NanoUsd;
}

/** Whether a request may leave whose worst case passes what leaves unasked. What nobody asked for is not asked about: it does not leave. */
export async function consentTo(
  ports: Pick<RouterPorts, 'consent' | 'dearestPrices' | 'tokenizer'>,
  { profile, priced, reason, others, allowedNanoUsd, leastNanoUsd }: Asked,
  signal: AbortSignal,
): Promise<Consent> {
  const { consent } = ports;
  const thresholdNanoUsd = consent?.aboveNanoUsd();
  if (!consent || thresholdNanoUsd === undefined) return { outcome: 'send' };
  const upToNanoUsd = Math.max(thresholdNanoUsd, allowedNanoUsd);
  const usualNanoUsd = Math.max(leastNanoUsd, mostOf(ports, profile, priced));
  if (usualNanoUsd <= upToNanoUsd) return { outcome: 'send', upToNanoUsd };
  // What is said yes to holds by the more cautious bound too: nobody is asked twice for one request.
  const worstCaseNanoUsd = Math.max(usualNanoUsd, mostOf(ports, profile, priced, 1));
  const amounts = `it could cost ${formatUsd(worstCaseNanoUsd)}, and above ${formatUsd(thresholdNanoUsd)} nothing leaves unasked`;
  if (profile.trigger === 'automatic') return { outcome: 'skip', reason: amounts };
  const cheaper = cheaperThan(worstCaseNanoUsd, thresholdNanoUsd, ports, profile, others());
  const question: AskQuestion = {
    kind: profile.kind,
    candidateName: candidateName(priced.candidate),
    worstCaseNanoUsd,
    thresholdNanoUsd,
    reason,
    ...(cheaper && { cheaper }),
  };
  // A question that cannot be asked is not answered with yes.
  const answer = await consent.ask(question, signal).catch(() => 'cancel' as const);
  if (answer === 'send') return { outcome: 'send', upToNanoUsd: worstCaseNanoUsd };
  if (answer === 'cancel' || !cheaper) return { outcome: 'cancel' };
  return { outcome: 'only', upToNanoUsd: Math.max(thresholdNanoUsd, cheaper.worstCaseNanoUsd), reason: 'you chose a cheaper one' };
}

/** What asking a candidate can cost at the most; nothing, where nothing is paid by the token. */
export function mostOf(
  { dearestPrices, tokenizer }: Pick<RouterPorts, 'dearestPrices' | 'tokenizer'>,
  profile: Profile,
  { candidate }: Pick<PricedCandidate, 'candidate'>,
  bytesPerToken: 1 | 2 = 2,
): NanoUsd {
  const price = candidate.model.price ?? dearestPrices();
  if (candidate.endpoint.billing !== 'metered' || !price) return 0;
  return worstCaseFor(profile, candidate, price, tokenizer.ratio(candidate, profile.language ?? ''), bytesPerToken);
}

/** The first of the others that may leave unasked, else the cheapest of those that could cost less. */
function cheaperThan(
  worstNanoUsd: NanoUsd,
  thresholdNanoUsd: NanoUsd,
  ports: Pick<RouterPorts, 'dearestPrices' | 'tokenizer'>,
  profile: Profile,
  others: readonly PricedCandidate[],
): AskQuestion['cheaper'] {
  const priced = others.map((other) => ({
    candidateName: candidateName(other.candidate),
    worstCaseNanoUsd: mostOf(ports, profile, other, 1),
  }));
  const [cheapest] = priced
    .filter((other) => other.worstCaseNanoUsd < worstNanoUsd)
    .toSorted((a, b) => a.worstCaseNanoUsd - b.worstCaseNanoUsd);
  return priced.find((other) => other.worstCaseNanoUsd <= thresholdNanoUsd) ?? cheapest;
}
