import type { TaskKind } from '../task/index.ts';

/** What policy asks of a request. */
export interface PolicyRequest {
  readonly kind: TaskKind;
  /** The workspace folder's name. */
  readonly workspace?: string;
  /** All files that the prompt is drawn from, relative to their workspace folder, with `/`. */
  readonly paths: readonly string[];
}
