import type { CommandRunner } from './commandRunner.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { ExternalTools } from './externalTools.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';
import type { WorkspaceSearch } from './workspaceSearch.ts';

/** What the tools need of the world. */
export interface ToolPorts {
  readonly files: WorkspaceFiles;
  readonly search: WorkspaceSearch;
  readonly commands: CommandRunner;
  readonly diagnostics?: Diagnostics;
  readonly external?: ExternalTools;
  /** Asked anew for each call. */
  readonly settings: () => ToolSettings;
  /** Before the workspace is trusted nothing is run, changed or handed to other tools. */
  readonly isTrusted: () => boolean;
  /** The user or a policy keeps this file from models: relative to that folder of those that are read in, with `/`; absolute where it is in none. */
  readonly isExcluded: (path: string, root: string | undefined) => boolean;
}

/** The user's own, never the workspace's. */
export interface ToolSettings {
  readonly trustedCommands: readonly string[];
  readonly deniedCommands: readonly string[];
  /** Empty: what the project names. */
  readonly testCommand: string;
  readonly commandTimeoutMs: number;
  readonly testTimeoutMs: number;
}
