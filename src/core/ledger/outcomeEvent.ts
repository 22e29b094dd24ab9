/** What became of an answer. */
export type OutcomeType = 'shown' | 'accepted' | 'rejected';

/** Stored from the first day, because quality statistics are made of them. */
export interface OutcomeEvent {
  readonly id: string;
  readonly taskId: string;
  readonly type: OutcomeType;
  readonly atMs: number;
  readonly localDay: string;
  /** The characters that were shown or accepted. */
  readonly characters: number;
  /** It was concluded from what the user did next, because the editor does not report it. */
  readonly isInferred: boolean;
}
