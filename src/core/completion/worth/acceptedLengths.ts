import type { TaskKind } from '../../task/index.ts';

/** How long the answers were that were taken, in characters. */
export interface Length {
  readonly mean: number;
  readonly count: number;
}

/** What is thought before, and how many answers that weighs as much as. ASSUMPTIONS (2026-11-22): half a line, and a line and a half. */
const prior = { line: 20, block: 45, count: 8 } as const;

/** Older ones count less from then on. */
const mostCount = 100;

/** One answer counts at the most so much: a file taken whole says nothing of the next line. */
const mostCharacters = 400;

const mostNames = 256;

/** What was asked for: its kind and language, and how many characters of the line stood there already. */
export interface AskedFor {
  readonly kind: TaskKind;
  readonly language: string;
  readonly lineLength: number;
}

/**
 * Expected characters of an answer that is taken, by kind and language, and within them by how long the line is already: what was known of the
 * coarser group counts as the finer one's prior.
 */
export class AcceptedLengths {
  readonly #lengths: Map<string, Length>;

  constructor(lengths: Readonly<Record<string, Length>> = {}) {
    this.#lengths = new Map(Object.entries(lengths).slice(0, mostNames));
  }

  expected(asked: AskedFor): number {
    return namesOf(asked).reduce((before, name) => this.#meanOf(name, before), priorOf(asked.kind));
  }

  learn(asked: AskedFor, characters: number): void {
    const counted = Math.min(mostCharacters, Math.max(0, characters));
    for (const name of namesOf(asked)) {
      const { mean, count } = this.#lengths.get(name) ?? { mean: 0, count: 0 };
      if (count === 0 && this.#lengths.size >= mostNames) continue;
      this.#lengths.set(name, { mean: mean + (counted - mean) / (count + 1), count: Math.min(mostCount, count + 1) });
    }
  }

  lengths(): Readonly<Record<string, Length>> {
    return Object.fromEntries(this.#lengths);
  }

  #meanOf(name: string, before: number): number {
    const { mean, count } = this.#lengths.get(name) ?? { mean: 0, count: 0 };
    return (before * prior.count + mean * count) / (prior.count + count);
  }
}

const priorOf = (kind: TaskKind): number => (kind === 'completion.block' ? prior.block : prior.line);

/** From the coarsest group to the finest. */
function namesOf({ kind, language, lineLength }: AskedFor): readonly string[] {
  const group = `${kind} ${language}`;
  return [group, `${group} ${Math.min(7, Math.floor(lineLength / 8))}`];
}
