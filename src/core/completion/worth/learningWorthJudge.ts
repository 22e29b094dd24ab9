import { LRUCache } from 'lru-cache';
import { lineBefore } from '../snapshot.ts';
import { AcceptanceModel } from './acceptanceModel.ts';
import { AcceptedLengths, type AskedFor } from './acceptedLengths.ts';
import { type Feature, featuresOf } from './features.ts';
import type { WorthJudge, WorthMode, WorthQuestion, WorthVerdict } from './judge.ts';
import { Keys } from './keys.ts';
import { type LearnedWorth, learnedWorthVersion } from './learnedWorth.ts';
import { noPast, pastAfter } from './past.ts';
import { isTrial } from './trial.ts';
import { weigh } from './value.ts';

export interface LearningWorthJudgeOptions {
  /** Read at each question. */
  readonly mode: () => WorthMode;
  /** What was learned before. */
  readonly learned?: LearnedWorth | undefined;
  /** Something was learned. */
  readonly onLearned?: () => void;
}

/** What is kept of a question until it meets its outcome. */
interface Judged {
  readonly asked: AskedFor;
  readonly features: readonly Feature[];
  readonly learned: 'nothing' | 'rejected' | 'accepted';
}

/** Questions are judged at each key, and most of them do not leave. */
const mostJudged = 256;

/** Once so many more have left, nothing is expected of a question any more. */
const mostAwaited = 12;

/** Judges by a logistic model of this user's acceptances and by what the user's time is worth, and learns from every outcome. */
export class LearningWorthJudge implements WorthJudge {
  readonly #options: LearningWorthJudgeOptions;
  readonly #keys = new Keys();
  readonly #judged = new LRUCache<string, Judged>({ max: mostJudged });
  /** The tasks that left and of which nothing was heard, the oldest first. */
  readonly #awaited = new Set<string>();
  /** Where was asked last, and how often. */
  #line = { key: '', asked: 0 };
  readonly #model: AcceptanceModel;
  readonly #lengths: AcceptedLengths;
  #past: LearnedWorth['past'];
  #learned: number;

  constructor(options: LearningWorthJudgeOptions) {
    const { learned } = options;
    this.#options = options;
    this.#model = new AcceptanceModel(learned?.weights);
    this.#lengths = new AcceptedLengths(learned?.lengths);
    this.#past = learned?.past ?? noPast;
    this.#learned = learned?.learned ?? 0;
  }

  judge(question: WorthQuestion): WorthVerdict {
    const { task, decision } = question;
    const { asked, features } = this.#remember(question);
    const verdict = weigh(
      {
        acceptance: this.#model.acceptance(features),
        characters: this.#lengths.expected(asked),
        // What has no price is weighed by the look it costs alone.
        costNanoUsd: decision.chosen.expectedCostNanoUsd ?? 0,
      },
      this.#options.mode(),
    );
    return !verdict.isWorth && isTrial(task.id, this.#learned) ? { ...verdict, isWorth: true, isTrial: true } : verdict;
  }

  observe(snapshot: WorthQuestion['snapshot'], atMs: number): void {
    this.#keys.observe(snapshot, atMs);
  }

  noticed(question: WorthQuestion): void {
    this.#remember(question);
    const key = lineOf(question.snapshot);
    this.#line = { key, asked: this.#line.key === key ? this.#line.asked + 1 : 1 };
    this.#awaited.add(question.task.id);
    for (const taskId of this.#awaited) {
      if (this.#awaited.size <= mostAwaited) return;
      this.#awaited.delete(taskId);
      this.#take(taskId, false);
    }
  }

  learn(taskId: string, outcome: 'accepted' | 'rejected', characters: number): void {
    const judged = this.#judged.get(taskId);
    this.#awaited.delete(taskId);
    this.#keys.outcome();
    const isAccepted = outcome === 'accepted';
    this.#past = pastAfter(this.#past, isAccepted);
    // How long an answer was that nobody wanted says nothing of what taking one saves.
    if (judged && isAccepted) this.#lengths.learn(judged.asked, characters);
    this.#take(taskId, isAccepted);
  }

  /** All that outlives the window. */
  save(): LearnedWorth {
    return {
      version: learnedWorthVersion,
      learned: this.#learned,
      weights: this.#model.weights(),
      lengths: this.#lengths.lengths(),
      past: this.#past,
    };
  }

  /** An answer teaches once, but for one that is taken after all. */
  #take(taskId: string, isAccepted: boolean): void {
    const judged = this.#judged.get(taskId);
    if (!judged || judged.learned === 'accepted' || (judged.learned === 'rejected' && !isAccepted)) return;
    this.#judged.set(taskId, { ...judged, learned: isAccepted ? 'accepted' : 'rejected' });
    this.#model.learn(judged.features, isAccepted);
    this.#learned += 1;
    this.#options.onLearned?.();
  }

  /** As it was when it was asked first: who stands in for a model that fails is judged by the same. */
  #remember(question: WorthQuestion): Judged {
    const { task, snapshot } = question;
    const known = this.#judged.get(task.id);
    if (known) return known;
    const judged: Judged = {
      asked: { kind: task.kind, language: snapshot.languageId, lineLength: lineBefore(snapshot).length },
      features: featuresOf(question, {
        rhythm: this.#keys.rhythm,
        past: this.#past,
        askedOnLine: this.#line.key === lineOf(snapshot) ? this.#line.asked : 0,
      }),
      learned: 'nothing',
    };
    this.#judged.set(task.id, judged);
    return judged;
  }
}

/** The line by where it begins. */
function lineOf(snapshot: WorthQuestion['snapshot']): string {
  return `${snapshot.uri} ${snapshot.offset - lineBefore(snapshot).length}`;
}
