import type { NanoUsd } from '../money/index.ts';
import type { Precision } from './precisions.ts';

/** `local`: only what runs on this machine may see it; `nothing`: no model at all. */
export type PathUse = 'local' | 'nothing';

/**
 * What the user, a workspace or a folder lays down of who may see what. All conditions hold at once; what is missing lays down nothing.
 * Models on this machine are held to denied names and to paths for `nothing` only: what they are told does not leave it.
 */
export interface DataPolicy {
  /** Globs for an endpoint's id or its provider's name. */
  readonly allowedProviders?: readonly string[];
  readonly deniedProviders?: readonly string[];
  /** Globs for a model's id. */
  readonly allowedModels?: readonly string[];
  readonly deniedModels?: readonly string[];
  /** Places where a request may be computed, e.g. `eu`. Only a documented region counts. */
  readonly regions?: readonly string[];
  /** Whose law a provider may be under, e.g. `US`. What is not documented is neither allowed nor surely not denied. */
  readonly allowedJurisdictions?: readonly string[];
  readonly deniedJurisdictions?: readonly string[];
  /** `zdr`: prompts are not kept at all; `limited`: for a documented time at the most. */
  readonly retention?: 'zdr' | 'limited';
  readonly noTraining?: true;
  /** The coarsest weights that may answer, by globs for kinds of tasks. */
  readonly minimumPrecision?: Readonly<Record<string, Precision>>;
  /** A request's worst case may cost so much. */
  readonly maxPricePerRequestNanoUsd?: NanoUsd;
  /** By globs for paths, as in a `.gitignore`. The strictest that fits holds. */
  readonly paths?: Readonly<Record<string, PathUse>>;
  /** By globs for names of workspace folders: a policy that holds there in addition. */
  readonly workspaces?: Readonly<Record<string, DataPolicy>>;
  /** Fields that could not be read. Nobody knows what they were to forbid, so that only models on this machine are left. */
  readonly unreadable?: readonly string[];
}

/** What a workspace folder of this window lays down for itself. */
export interface FolderPolicy {
  readonly name: string;
  readonly data?: DataPolicy;
}
