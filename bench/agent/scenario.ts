import type { AgentEvent, ApprovalAnswer, ApprovalQuestion } from '../../src/core/agent/index.ts';
import type { ToolSettings } from '../../src/core/agent/tools/index.ts';
import type { Emulator } from '../../test/emulator/startEmulator.ts';
import type { AgentWindow, AgentWindowOptions } from '../../test/support/agent/agentWindow.ts';
import type { Repository, RepositoryFiles } from '../../test/support/agent/repository.ts';
import type { Converse } from '../../test/support/agent/scriptedConversation.ts';

/** A task in a small repository, how scripted models go about it, and what must come of it. */
export interface Scenario {
  readonly name: string;
  readonly files: RepositoryFiles;
  /** What the user asks; conversations are told apart by it. */
  readonly asked: string;
  readonly converse: Converse;
  readonly capUsd?: number;
  readonly settings?: Partial<ToolSettings>;
  readonly user?: (question: ApprovalQuestion) => ApprovalAnswer;
  /** What else the emulated clouds do: other conversations, faults. */
  readonly arrange?: (emulator: Emulator) => void;
  /** What the user does; missing: asks and waits. */
  readonly play?: (stage: Stage) => Promise<readonly AgentEvent[]>;
  /** Of the table: does the repository do now what was asked? Missing: its tests pass. */
  readonly isSolved?: (played: Played) => boolean;
  /** Throws where something is not as it must be. */
  readonly check: (played: Played) => void | Promise<void>;
}

/** What a scenario plays on. */
interface Stage {
  readonly emulator: Emulator;
  readonly repository: Repository;
  readonly window: AgentWindow;
  readonly begun: AgentEvent;
  /** Another window of the same user, after this one is gone: nothing of it is left but the files on disk. */
  reopened(changes?: Partial<AgentWindowOptions>): Promise<AgentWindow>;
}

export interface Played extends Stage {
  readonly log: readonly AgentEvent[];
  /** Of the window in which it ended. */
  readonly last: AgentWindow;
  readonly questions: readonly ApprovalQuestion[];
  /** Run by the benchmark itself, whatever the agent says. */
  testsPass(): boolean;
}
