import type { AskedPath } from '../paths/index.ts';

export interface Problem {
  readonly severity: 'error' | 'warning';
  /** One-based. */
  readonly line: number;
  readonly message: string;
  /** Who says so: `ts`, `eslint`. */
  readonly source?: string;
}

export interface FileProblems {
  readonly asked: AskedPath;
  readonly problems: readonly Problem[];
}

/** What the editor's languages say of the files. */
export interface Diagnostics {
  /** Of these files, or of all that anything is known of. */
  problems(files: readonly AskedPath[] | 'all', signal: AbortSignal): Promise<readonly FileProblems[]>;
  /** The same once the languages have had a moment to look at what just changed. */
  problemsAfterChange(files: readonly AskedPath[], signal: AbortSignal): Promise<readonly FileProblems[]>;
}
