import type { FileChange } from '../call.ts';
import type { AskedPath, PathPlace, PathUse } from '../paths/index.ts';

/** The files that the agent works on: on disk, or as they stand in the editor. None of it decides what may be done. */
export interface WorkspaceFiles {
  /** Where paths are judged. Reading may have more folders than writing: those beside the one of the task, which alone is written in. */
  place(use: PathUse): PathPlace;
  /** A relative path is meant from the task's folder. Never rejects; of what is not there, the longest part that exists is followed. */
  resolve(path: string): Promise<AskedPath>;
  /** What stands in the editor, saved or not, before what is on disk. */
  read(asked: AskedPath, signal: AbortSignal): Promise<FileContent>;
  /** Does git ignore it? Where that cannot be said, it does. */
  isIgnored(asked: AskedPath, signal: AbortSignal): Promise<boolean>;
  /** Everything below a folder that git does not ignore, without what git keeps for itself. */
  list(asked: AskedPath, signal: AbortSignal): Promise<FileListing>;
  /**
   * All of them or, where one is not as its change says it was, none. Only a disk that fails half-way leaves a part done: then it rejects, and
   * the checkpoint of the step brings the files back.
   */
  apply(changes: readonly PlacedChange[]): Promise<ApplyReport>;
}

export type FileContent =
  | { readonly type: 'text'; readonly text: string; readonly isUnsaved: boolean }
  /** Not UTF-8, or it holds a NUL. */
  | { readonly type: 'binary' }
  | { readonly type: 'too-large'; readonly bytes: number }
  | { readonly type: 'folder' }
  | { readonly type: 'missing' };

export interface FileListing {
  /** From that folder, with `/`, sorted. */
  readonly paths: readonly string[];
  /** It was ended before all were seen, or not everything could be looked into: nobody waits for all files of a huge repository. */
  readonly isCut: boolean;
}

/** A change, and where that path led when it was approved. */
export interface PlacedChange extends FileChange {
  readonly asked: AskedPath;
}

export type ApplyReport =
  /** `unsaved`: they had unsaved changes of the user before, and are left as unsaved. */
  | { readonly outcome: 'applied'; readonly unsaved: readonly string[] }
  /** Nothing was changed: this file is not as it was when the change was approved. */
  | { readonly outcome: 'outdated'; readonly path: string };

/** Bytes; a larger file is no source that anybody wrote. */
export const mostFileBytes = 2_000_000;
