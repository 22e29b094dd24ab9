export interface CommandToRun {
  /** As it was approved, to the letter. */
  readonly command: string;
  /** Absolute. */
  readonly folder: string;
  readonly timeoutMs: number;
}

/** Runs a command in the user's shell, without input. When it is over, or given up, nothing that it started runs on, as far as the system lets us. */
export interface CommandRunner {
  /** Rejects only where the command cannot even be started. */
  run(command: CommandToRun, signal: AbortSignal): Promise<CommandReport>;
}

export interface CommandReport {
  readonly ended: 'exited' | 'timed-out' | 'stopped';
  /** Where a signal ended it, 128 and the signal's number, as shells say it. Undefined where nobody could say it, and where we ended it. */
  readonly exitCode: number | undefined;
  /** Both streams as they came; already bounded by `BoundedOutput`. */
  readonly output: string;
}
