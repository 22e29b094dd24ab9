import type { NanoUsd } from '../money/index.ts';

/** One way of asking a rung's model, and what is known of it before it is asked. */
export interface CascadeTry {
  /** As in `Candidate`; missing where the model offers no choice. */
  readonly effort?: string;
  /** It cannot cost more than this. It is what must fit below the cap. */
  readonly worstCaseNanoUsd: NanoUsd;
  /** What it costs on average where everything before it failed. */
  readonly expectedNanoUsd: NanoUsd;
  /** How likely it succeeds where everything before it failed, 0 to 1: `chanceOf` makes it of counts. */
  readonly chance: number;
}

/** A model with its tries in the order in which they are made: the lowest reasoning effort first. */
export interface CascadeRung {
  /** Names the model to whoever runs the cascade. */
  readonly id: string;
  readonly tries: readonly CascadeTry[];
}

/** What a cascade may do, all of it known before it starts. */
export interface CascadePlan {
  /** The first candidate first. */
  readonly rungs: readonly CascadeRung[];
  /** Of the whole task. Missing: no cap. */
  readonly capNanoUsd?: NanoUsd;
  /** What a useful answer is worth. Missing: it never gives up before the ladder ends. */
  readonly worthNanoUsd?: NanoUsd;
  /**
   * How much of a task's surprise in cost carries over to its next try, 0 (nothing, the default) to 1 (all): a task that cost twice what was
   * expected of it so far is expected to go on at `1 + costPersistence` times the expectation.
   */
  readonly costPersistence?: number;
}

/** A try and where it stands. */
export interface PlacedTry extends CascadeTry {
  readonly rung: number;
  readonly rungId: string;
}

export function tryCount({ rungs }: CascadePlan): number {
  return rungs.reduce((sum, { tries }) => sum + tries.length, 0);
}

/** All tries in the order of the ladder: every effort of a model before the next model. */
export function triesOf({ rungs }: CascadePlan): readonly PlacedTry[] {
  return rungs.flatMap(({ id, tries }, rung) => tries.map((each) => ({ ...each, rung, rungId: id })));
}
