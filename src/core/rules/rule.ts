import type { Tier } from '../catalogue/index.ts';

/** What candidates above the quality floor are sorted by. */
export const sorts = ['price', 'latency', 'throughput'] as const;

export type Sort = (typeof sorts)[number];

/** What a rule does with the requests that it takes. All that it says holds within policy and budget. */
export interface RuleUse {
  /** Only this tier answers, and local models as the last resort. */
  readonly tier?: Tier;
  /** No tier above this one answers. */
  readonly maxTier?: Tier;
  /** `MODEL@ENDPOINT`, and local models as the last resort. */
  readonly model?: string;
  readonly effort?: string;
  readonly serviceTier?: string;
  readonly sort?: Sort;
  readonly localOnly?: true;
  readonly exclude?: Exclusion;
}

/** Who is named here does not answer. */
export interface Exclusion extends ExclusionLists {
  /** Who is named here does not answer either, unless it runs on this machine. Not to be written in a rule: see `effectOf`. */
  readonly butLocal?: ExclusionLists;
}

/** Globs of endpoints' ids or providers, globs of models' ids, and tiers. In globs `*` stands for any text and `?` for a character. */
export interface ExclusionLists {
  readonly providers?: readonly string[];
  readonly models?: readonly string[];
  readonly tiers?: readonly Tier[];
}

/** As it is written in the settings, or in `.farthing/rules.jsonc`. */
export interface Rule {
  readonly name: string;
  /** A CEL expression over `RuleFacts` that gives a bool. */
  readonly when: string;
  readonly use: RuleUse;
}

/** Whose rule it is. A workspace's may restrict; the rest of it counts once the user approved the file's content. */
export type RuleSource = 'user' | 'workspace' | 'workspace-approved';

/** The rule that took a request: the first that matches, of each source. */
export interface RuleMatch {
  readonly source: RuleSource;
  readonly name: string;
  readonly use: RuleUse;
}

/** What a rule's condition may ask. Numbers are whole. */
export interface RuleFacts {
  readonly task: {
    readonly kind: string;
    /** The editor's language id; `''` where there is none. */
    readonly language: string;
    readonly workspace: string;
    readonly trigger: string;
    /** Predicted. */
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly images: number;
    readonly tools: number;
    /** Files that the prompt is drawn from, relative to their workspace folder. */
    readonly paths: readonly string[];
    readonly failingTests: number;
    readonly repeatedCalls: number;
    readonly stepsWithoutProgress: number;
    readonly diffLines: number;
  };
  readonly budget: {
    /** `normal`, `economy` or `local-only`. */
    readonly pressure: string;
  };
  readonly time: {
    /** The user's local time: 0 to 23, and 0 for Sunday. */
    readonly hour: number;
    readonly weekday: number;
  };
}

/** The rules in force, the user's before the workspace's: at most one match of the user's, and one of each workspace folder's. */
export type MatchRules = (facts: RuleFacts) => readonly RuleMatch[];
