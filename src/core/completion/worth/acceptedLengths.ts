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

const mostNames = 64;

/** Expected characters of an answer that is taken, by kind and language. */
export class AcceptedLengths {
  readonly #lengths: Map<string, Length>;

  constructor(lengths: Readonly<Record<string, Length>> = {}) {
    this.#lengths = new Map(Object.entries(lengths).slice(0, mostNames));
  }

  expected(kind: TaskKind, language: string): number {
    return this.#of(kind, language).mean;
  }

  learn(kind: TaskKind, language: string, characters: number): void {
    const name = nameOf(kind, language);
    if (!this.#lengths.has(name) && this.#lengths.size >= mostNames) return;
    const { mean, count } = this.#of(kind, language);
    const counted = Math.min(mostCharacters, Math.max(0, characters));
    this.#lengths.set(name, { mean: mean + (counted - mean) / (count + 1), count: Math.min(mostCount, count + 1) });
  }

  lengths(): Readonly<Record<string, Length>> {
    return Object.fromEntries(this.#lengths);
  }

  #of(kind: TaskKind, language: string): Length {
    return (
      this.#lengths.get(nameOf(kind, language)) ?? { mean: kind === 'completion.block' ? prior.block : prior.line, count: prior.count }
    );
  }
}

const nameOf = (kind: TaskKind, language: string): string => `${kind} ${language}`;
