/** An editor that `npm start` has opened. */
export interface OpenEditor {
  /** Resolves when it has ended by itself: its window was closed, or its server died. */
  readonly ended: Promise<void>;
  /** Ends every process of it. */
  stop(): Promise<void>;
}
