/**
 * Simulated users who type made-up files and take what is right and to their taste. ALL OF IT IS A SIMULATION. What these users do is told by
 * decision lists with thresholds, by moods and by chance, not by anything that has the form of a policy; some of their conditions are of what no
 * policy sees. A policy sees the text, the keys and the outcomes, as the engine does.
 *
 * ASSUMPTIONS: an answer begins 200 to 500 ms after it was asked; it counts as seen once it stood for 400 ms; users differ in typing speed, in
 * how often they pause at what kinds of places, in what they want to be suggested at all, and in how well the model knows their languages; they
 * are now and then in a hurry and take a fifth; after four in a row that were not right they do not look for sixty keys; some time on the way
 * one of their tastes changes; a model that is wrong about a line stays wrong about it in seven of ten cases. On the last one most hangs: without
 * it, asking 70 % of what can be asked kept some 94 % of the characters, and even who knew every taste had to ask 55 % to keep 95 %.
 */
import { type Random, randomOf } from '../cache/random.ts';

/** Where a user is: what a taste may ask for. */
export interface Situation {
  readonly language: string;
  /** The line before the cursor, and what comes on it after. */
  readonly before: string;
  readonly rest: string;
  /** Lines above. */
  readonly lineNumber: number;
  /** The file's text so far. */
  readonly written: string;
}

interface Rule {
  readonly applies: (at: Situation) => boolean;
  /** How often an answer that is right is taken there. */
  taken: number;
}

/** Ways to tell places apart, each with thresholds of its own for each user. Those that ask for the rest of the line or for words no policy sees. */
const conditions: readonly ((random: Random) => (at: Situation) => boolean)[] = [
  () => (at) => at.before.trim() === '',
  () => (at) => /^\s*(?:\/\/|#)/.test(at.before),
  () => (at) => at.before.split('"').length % 2 === 0,
  () => (at) => /^\s*(?:import|from)/.test(at.before),
  () => (at) => /[({:]\s*$/.test(at.before),
  (random) => {
    const least = random.between(15, 45);
    return (at) => at.before.length > least;
  },
  () => (at) => /\w$/.test(at.before),
  (random) => {
    const language = random.pick(['typescript', 'python', 'go'] as const);
    return (at) => at.language === language;
  },
  (random) => {
    const least = random.between(8, 40);
    return (at) => at.lineNumber > least;
  },
  (random) => {
    const depth = random.between(4, 8);
    return (at) => at.before.search(/\S|$/) >= depth;
  },
  () => (at) => /\d/.test(at.rest),
  (random) => {
    const least = random.between(10, 30);
    return (at) => at.rest.length > least;
  },
  () => (at) => at.written.includes(at.rest.trim().split(/\W/)[0] || '\0'),
  (random) => {
    const words = ['item', 'order', 'price', 'log', 'token', 'path'] as const;
    const word = random.pick(words);
    return (at) => at.before.includes(word) || at.rest.includes(word);
  },
];

/** What is to be of an answer at a place, before mood and chance. */
export interface Tastes {
  /** From 0 to 1. */
  taken(at: Situation): number;
  /** How likely the model's answer is right. */
  right(at: Situation): number;
}

/** The hidden truth of one user. */
export class SimulatedUser implements Tastes {
  readonly seed: number;
  /** Milliseconds between keys, usually. */
  readonly intervalMs: number;
  readonly #rules: readonly Rule[];
  readonly #otherwise: number;
  readonly #skill: Readonly<Record<string, number>>;
  readonly #pauses: Readonly<Record<'line' | 'opener' | 'word' | 'inside', number>>;
  readonly #hurry: number;
  readonly #changed: { readonly rule: number; readonly taken: number };

  constructor(seed: number) {
    const random = randomOf(seed * 7_907 + 13);
    this.seed = seed;
    this.intervalMs = random.between(110, 240);
    this.#rules = Array.from({ length: random.between(3, 6) }, () => ({
      applies: random.pick(conditions as [(typeof conditions)[number]])(random),
      taken: shareTaken(random),
    }));
    this.#otherwise = shareTaken(random);
    this.#skill = Object.fromEntries((['typescript', 'python', 'go'] as const).map((each) => [each, 0.35 + 0.5 * random.share()]));
    const pauses = { line: 0.4, opener: 0.25, word: 0.08, inside: 0.02 };
    this.#pauses = {
      line: pauses.line + 0.4 * random.share(),
      opener: pauses.opener + 0.4 * random.share(),
      word: pauses.word + 0.2 * random.share(),
      inside: pauses.inside + 0.05 * random.share(),
    };
    this.#hurry = 0.1 + 0.3 * random.share();
    this.#changed = { rule: random.between(0, this.#rules.length - 1), taken: shareTaken(random) };
  }

  /** From now on one taste is another one. */
  change(): void {
    const rule = this.#rules[this.#changed.rule];
    if (rule) rule.taken = this.#changed.taken;
  }

  taken(at: Situation): number {
    return this.#rules.find((rule) => rule.applies(at))?.taken ?? this.#otherwise;
  }

  right(at: Situation): number {
    const skill = this.#skill[at.language] ?? 0.5;
    if (/^\s*(?:\/\/|#)/.test(at.before)) return skill * 0.4;
    return Math.min(0.95, at.before.trim() === '' ? skill * 0.8 : skill * (at.before.length > 20 ? 1.2 : 1));
  }

  /** In a hurry for a few lines at a time: types faster, pauses less, and takes a fifth. */
  isInHurry(file: number, lineNumber: number): boolean {
    return randomOf(this.seed * 31_337 + file * 977 + Math.floor(lineNumber / 6)).chance(this.#hurry);
  }

  /** The time before the next key. */
  pauseMs(at: Situation, random: Random, isInHurry: boolean): number {
    const { before } = at;
    const where = before.trim() === '' ? 'line' : /[({:.=]\s*$/.test(before) ? 'opener' : /\w$/.test(before) ? 'inside' : 'word';
    const isThinking = random.chance(this.#pauses[where] * (isInHurry ? 0.4 : 1));
    const key = this.intervalMs * (isInHurry ? 0.75 : 1) * (0.5 + random.share());
    return Math.round(isThinking ? key + 350 + 2600 * random.share() ** 2 : key);
  }
}

/** Some things are never wanted, some now and then, some mostly. */
function shareTaken(random: Random): number {
  const luck = random.share();
  if (luck < 0.35) return 0.04 * random.share();
  if (luck < 0.65) return 0.1 + 0.3 * random.share();
  return 0.5 + 0.4 * random.share();
}
