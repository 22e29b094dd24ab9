import { formatUsd, type NanoUsd } from '../../core/money/index.ts';

export interface Scale {
  /** The lowest first, 0 among them. */
  readonly ticks: readonly { readonly nanoUsd: NanoUsd; readonly text: string }[];
  readonly topNanoUsd: NanoUsd;
}

/** Round amounts that people count by. */
const steps = [1, 2, 5] as const;
const mostSteps = 4;

/** An axis from nothing to a round amount that holds the highest value; at the least a cent high. */
export function scaleFor(highest: NanoUsd): Scale {
  const most = Math.max(highest, 10_000_000);
  let step = 1;
  for (let exponent = 0; step * mostSteps < most; exponent += 1) {
    step = steps.map((each) => each * 10 ** exponent).find((each) => each * mostSteps >= most) ?? 10 ** (exponent + 1);
  }
  const count = Math.ceil(most / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => ({ nanoUsd: index * step, text: tickText(index * step, step) }));
  return { ticks, topNanoUsd: count * step };
}

/** Whole dollars where all of them are whole, so that the axis is quiet. */
function tickText(amount: NanoUsd, step: NanoUsd): string {
  return step % 1_000_000_000 === 0 || amount === 0 ? `$${amount / 1_000_000_000}` : formatUsd(amount);
}
