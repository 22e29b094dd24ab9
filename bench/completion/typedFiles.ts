import { TypingRhythm } from '../../src/core/completion/debounce.ts';
import { completionTask } from '../../src/core/completion/shape.ts';
import type { Snapshot } from '../../src/core/completion/snapshot.ts';
import type { WorthQuestion } from '../../src/core/completion/worth/judge.ts';
import { costOf } from '../../src/core/money/index.ts';
import type { Task } from '../../src/core/task/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { paidCandidate, paidPrice } from '../../test/support/tasks.ts';
import { randomOf } from '../cache/random.ts';
import type { SourceFile } from './simulatedSources.ts';
import type { SimulatedUser, Situation } from './simulatedUser.ts';

/** Says which questions leave, and hears what becomes of them: all that a policy has. */
export interface Asker {
  observe(snapshot: Snapshot, atMs: number): void;
  mayLeave(question: WorthQuestion): boolean;
  learn(taskId: string, outcome: 'accepted' | 'rejected', characters: number): void;
}

/** What came of typing a file. */
export interface FileResult {
  readonly paidCalls: number;
  readonly acceptedCharacters: number;
  readonly accepted: number;
  readonly seen: number;
  readonly costNanoUsd: number;
}

/** Codestral's list price as of the summer of 2026, $0.30 and $0.90 per million tokens: an ASSUMPTION of this simulation, not read from a bill. */
const candidate = paidCandidate('simulated', {
  price: { ...paidPrice, uncachedInput: 300_000_000, cacheRead: 300_000_000, output: 900_000_000 },
});

/** Tokens of context of other files, in each prompt. */
const contextTokens = 1000;

/** So often a model knows of a place what it knows of the line. */
const shareOfLine = 0.7;

const shownAfterMs = 400;
const ownQuality = { mean: 0.27, weight: 0, source: 'simulated' } as const;

/** An answer that was asked for and goes on as the file does, up to `to`. It is of use while what is typed stays within. */
interface RightAnswer {
  readonly taskId: string;
  readonly to: number;
  readonly readyAtMs: number;
  isSeen: boolean;
}

/** A file that is being typed, up to `end`: what comes after it was there before. */
interface Typing {
  readonly file: SourceFile;
  readonly number: number;
  readonly end: number;
  readonly tally: Tally;
}

/** What came of it so far. */
type Tally = { -readonly [Name in keyof FileResult]: FileResult[Name] };

/** A place, and what happens to be there whoever asks: before the key `at` the user pauses. */
interface Place {
  readonly at: number;
  readonly situation: Situation;
  readonly snapshot: Snapshot;
  readonly isInHurry: boolean;
  readonly pauseMs: number;
  /** An answer is right where it is below the share of those that are. */
  readonly luck: number;
  /** A right one is taken where it is below the share of those that are. */
  readonly wanted: number;
  readonly latencyMs: number;
}

/** What is shorter is not shown. */
const leastCharacters = 3;

/**
 * A user types a file key by key; what happens at a place hangs on the user and the place, so that every policy meets the same one. A request
 * leaves once the debounce of the engine has passed without a key. What is right stays as long as the user types along with it, as in the
 * engine; what is wrong goes with the next key.
 */
export class TypedFiles {
  readonly #user: SimulatedUser;
  readonly #asker: Asker;
  readonly #rhythm = new TypingRhythm();
  #nowMs = 0;
  #tasks = 0;
  #wrongInARow = 0;
  #blindUntilKey = 0;
  #keys = 0;

  constructor(user: SimulatedUser, asker: Asker) {
    this.#user = user;
    this.#asker = asker;
  }

  type(file: SourceFile, number: number): FileResult {
    // Half of the files are written on in their middle: the end is there already.
    const end = number % 2 === 0 ? file.text.length : Math.floor(file.text.length * 0.7);
    const tally: Tally = { paidCalls: 0, acceptedCharacters: 0, accepted: 0, seen: 0, costNanoUsd: 0 };
    const typing: Typing = { file, number, end, tally };
    let right: RightAnswer | undefined;
    let wasTaken = false;
    for (let at = 0; at < end; at += 1) {
      const place = this.#press(typing, at);
      if (right && at >= right.to) right = undefined;
      if (!right && !wasTaken) right = this.#ask(typing, place);
      wasTaken = right !== undefined && this.#looksAndTakes(right, place, tally);
      if (right && wasTaken) {
        at = right.to - 1;
        right = undefined;
      }
      this.#nowMs += place.pauseMs;
    }
    return tally;
  }

  /** The key that leads to a place. */
  #press(typing: Typing, at: number): Place {
    this.#keys += 1;
    const place = placeOf(this.#user, typing, at);
    this.#rhythm.observe(this.#nowMs);
    this.#asker.observe(place.snapshot, this.#nowMs);
    return place;
  }

  /** Asks where the user pauses long enough, if it may: what comes is right, or is seen to be wrong, or comes too late to be seen. */
  #ask({ file, end, tally }: Typing, { at, situation, snapshot, pauseMs, luck, latencyMs }: Place): RightAnswer | undefined {
    const waitMs = this.#rhythm.waitMs('medium');
    if (pauseMs < waitMs) return undefined;
    this.#tasks += 1;
    const task = completionTask(`${this.#user.seed}-${this.#tasks}`, snapshot, 'automatic');
    const question = questionOf(snapshot, task, this.#nowMs);
    if (!this.#asker.mayLeave(question)) return undefined;
    tally.paidCalls += 1;
    tally.costNanoUsd += question.decision.chosen.expectedCostNanoUsd ?? 0;
    const to = Math.min(end, answerEnd(file.text, at, task));
    if (to - at < leastCharacters) return undefined;
    const readyAtMs = this.#nowMs + waitMs + latencyMs;
    if (luck < this.#user.right(situation)) {
      this.#wrongInARow = 0;
      return { taskId: task.id, to, readyAtMs, isSeen: false };
    }
    if (readyAtMs + shownAfterMs <= this.#nowMs + pauseMs) {
      tally.seen += 1;
      this.#seeWrong(task.id, to - at);
    }
    return undefined;
  }

  #seeWrong(taskId: string, characters: number): void {
    this.#asker.learn(taskId, 'rejected', characters);
    this.#wrongInARow += 1;
    if (this.#wrongInARow >= 4) this.#blindUntilKey = this.#keys + 60;
  }

  /** Sees what is right, once it stood long enough, and takes it or not. Not taken, it is typed out by hand: the engine tells no outcome of that. */
  #looksAndTakes(right: RightAnswer, { at, situation, isInHurry, pauseMs, wanted }: Place, tally: Tally): boolean {
    const characters = right.to - at;
    const isInTime = Math.max(right.readyAtMs, this.#nowMs) + shownAfterMs <= this.#nowMs + pauseMs;
    if (right.isSeen || !isInTime || characters < leastCharacters) return false;
    right.isSeen = true;
    tally.seen += 1;
    const isBlind = this.#keys < this.#blindUntilKey;
    const share = this.#user.taken(situation) * (isInHurry ? 0.2 : 1) * (isBlind ? 0 : 1);
    if (wanted >= 0.03 + 0.94 * share) return false;
    tally.accepted += 1;
    tally.acceptedCharacters += characters;
    this.#asker.learn(right.taskId, 'accepted', characters);
    return true;
  }
}

function placeOf(user: SimulatedUser, { file, number, end }: Typing, at: number): Place {
  const random = randomOf(user.seed * 1_000_003 + number * 65_537 + at);
  const situation = situationAt(file, at);
  const isInHurry = user.isInHurry(number, situation.lineNumber);
  const pauseMs = user.pauseMs(situation, random, isInHurry);
  const [own, wanted, latencyMs] = [random.share(), random.share(), random.between(200, 500)];
  // A model that is wrong about a line mostly stays wrong about it, however much of it is typed.
  const ofLine = randomOf(user.seed * 15_485_863 + number * 32_452_843 + at - situation.before.length).share();
  const luck = random.chance(shareOfLine) ? ofLine : own;
  const snapshot: Snapshot = {
    uri: `file:///${file.path}`,
    path: file.path,
    languageId: file.languageId,
    offset: at,
    prefix: file.text.slice(Math.max(0, at - 16_384), at),
    suffix: file.text.slice(end),
  };
  return { at, situation, snapshot, isInHurry, pauseMs, luck, wanted, latencyMs };
}

function situationAt({ text, languageId }: SourceFile, at: number): Situation {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const stop = text.indexOf('\n', at);
  const written = text.slice(0, at);
  return {
    language: languageId,
    before: text.slice(start, at),
    rest: text.slice(at, stop === -1 ? text.length : stop),
    lineNumber: Math.floor(start / 30),
    written,
  };
}

/** The rest of the line, and of a block up to two further lines. */
function answerEnd(text: string, at: number, { kind }: Task): number {
  let end = at;
  for (let line = 0; line < (kind === 'completion.block' ? 3 : 1); line += 1) {
    const next = text.indexOf('\n', line === 0 ? end : end + 1);
    if (next === -1) return text.length;
    if (line > 0 && next === end + 1) return end;
    end = next;
  }
  return end;
}

function questionOf(snapshot: Snapshot, task: Task, atMs: number): WorthQuestion {
  const inputTokens = contextTokens + Math.ceil((snapshot.prefix.length + snapshot.suffix.length) / 4);
  const outputTokens = task.kind === 'completion.block' ? 50 : 15;
  const price = candidate.model.price ?? paidPrice;
  const expectedCostNanoUsd = costOf({ ...noUsage, uncachedInput: inputTokens, output: outputTokens }, price, {});
  return {
    snapshot,
    task,
    atMs,
    decision: {
      outcome: 'chosen',
      chosen: { candidate, expectedCostNanoUsd, costPerUsefulNanoUsd: expectedCostNanoUsd, quality: ownQuality },
      fallbacks: [],
      rejected: [],
      rules: [],
      rule: 'simulated',
      reason: 'the only one',
      predicted: { inputTokens, outputTokens },
    },
  };
}
