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

/** An answer that was asked for and goes on as the file does, from `from` to `to`. It is of use while what is typed stays within. */
interface RightAnswer {
  readonly taskId: string;
  readonly from: number;
  readonly to: number;
  readonly readyAtMs: number;
  isSeen: boolean;
}

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

  type(file: SourceFile, fileNumber: number): FileResult {
    let [paidCalls, acceptedCharacters, accepted, seen, costNanoUsd] = [0, 0, 0, 0, 0];
    const user = this.#user;
    // Half of the files are written on in their middle: the end is there already.
    const end = fileNumber % 2 === 0 ? file.text.length : Math.floor(file.text.length * 0.7);
    const suffix = file.text.slice(end);
    let right: RightAnswer | undefined;
    let isQuiet = false;
    for (let at = 0; at < end; at += 1) {
      this.#keys += 1;
      const random = randomOf(user.seed * 1_000_003 + fileNumber * 65_537 + at);
      const situation = situationAt(file, at);
      const isInHurry = user.isInHurry(fileNumber, situation.lineNumber);
      const pauseMs = user.pauseMs(situation, random, isInHurry);
      const [own, wanted, latencyMs] = [random.share(), random.share(), random.between(200, 500)];
      // A model that is wrong about a line mostly stays wrong about it, however much of it is typed.
      const ofLine = randomOf(user.seed * 15_485_863 + fileNumber * 32_452_843 + at - situation.before.length).share();
      const luck = random.chance(shareOfLine) ? ofLine : own;
      const snapshot: Snapshot = {
        uri: `file:///${file.path}`,
        path: file.path,
        languageId: file.languageId,
        offset: at,
        prefix: file.text.slice(Math.max(0, at - 16_384), at),
        suffix,
      };
      this.#rhythm.observe(this.#nowMs);
      this.#asker.observe(snapshot, this.#nowMs);
      if (right && at >= right.to) right = undefined;
      const waitMs = this.#rhythm.waitMs('medium');
      if (!right && !isQuiet && pauseMs >= waitMs) {
        this.#tasks += 1;
        const task = completionTask(`${user.seed}-${this.#tasks}`, snapshot, 'automatic');
        const question = questionOf(snapshot, task, this.#nowMs);
        if (this.#asker.mayLeave(question)) {
          paidCalls += 1;
          costNanoUsd += question.decision.chosen.expectedCostNanoUsd ?? 0;
          const to = Math.min(end, answerEnd(file.text, at, task));
          const readyAtMs = this.#nowMs + waitMs + latencyMs;
          const hasAnswer = to - at >= 3;
          if (hasAnswer && luck < user.right(situation)) {
            right = { taskId: task.id, from: at, to, readyAtMs, isSeen: false };
            this.#wrongInARow = 0;
          } else if (hasAnswer && readyAtMs + shownAfterMs <= this.#nowMs + pauseMs) {
            seen += 1;
            this.#asker.learn(task.id, 'rejected', to - at);
            this.#wrongInARow += 1;
            if (this.#wrongInARow >= 4) this.#blindUntilKey = this.#keys + 60;
          }
        }
      }
      isQuiet = false;
      if (right && !right.isSeen && Math.max(right.readyAtMs, this.#nowMs) + shownAfterMs <= this.#nowMs + pauseMs && right.to - at >= 3) {
        right.isSeen = true;
        seen += 1;
        const isBlind = this.#keys < this.#blindUntilKey;
        const share = user.taken(situation) * (isInHurry ? 0.2 : 1) * (isBlind ? 0 : 1);
        // What is right and not taken is typed out by hand: no outcome is told, as the engine tells none.
        if (wanted < 0.03 + 0.94 * share) {
          accepted += 1;
          acceptedCharacters += right.to - at;
          this.#asker.learn(right.taskId, 'accepted', right.to - at);
          at = right.to - 1;
          right = undefined;
          isQuiet = true;
        }
      }
      this.#nowMs += pauseMs;
    }
    return { paidCalls, acceptedCharacters, accepted, seen, costNanoUsd };
  }
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
