/** One request in a row of a table. */
export interface RequestRow {
  /** Of its entry in the ledger. */
  readonly id: string;
  readonly time: string;
  /** ISO 8601, for machines. */
  readonly dateTime: string;
  readonly kind: string;
  readonly model: string;
  readonly endpoint: string;
  readonly cost: string;
  /** What is to be known of the cost: unpriced, an estimate, lost. */
  readonly costMarks: readonly string[];
  readonly tokens: string;
  readonly duration: string;
  readonly finish: string;
  readonly isFailure: boolean;
  readonly reason: string;
}

/** Everything that is known of one request: what a row opens. */
export interface RequestState {
  readonly id: string;
  /** What it was, what it cost, and what the decision says of itself. */
  readonly facts: readonly FactState[];
  /** The prompt's pieces, the most stable first: how much of it could be cached. None where it was not taken down. */
  readonly segments: readonly SegmentState[];
  /** What the prompt cache was expected to hold, what it held, and why it held less. */
  readonly cache: readonly FactState[];
  readonly buckets: readonly BucketState[];
  /** What is to be known of the buckets' costs. */
  readonly bucketsNote?: string | undefined;
  readonly rejected: readonly { readonly candidate: string; readonly rule: string; readonly reason: string }[];
  /** How many more were rejected. */
  readonly moreRejected?: string | undefined;
  /** All attempts of its task, this one among them. */
  readonly attempts: readonly AttemptState[];
  /** What became of the answer, as it was learned. */
  readonly outcomes: readonly FactState[];
}

export interface FactState {
  readonly name: string;
  readonly text: string;
  /** As in `RequestRow.costMarks`. */
  readonly marks?: readonly string[] | undefined;
}

export interface SegmentState {
  readonly id: string;
  readonly name: string;
  readonly count: string;
  readonly tokens: string;
  readonly share: string;
  readonly shareThousandths: number;
}

export interface BucketState {
  readonly name: string;
  readonly tokens: string;
  /** At the list price; empty where there is none. */
  readonly cost: string;
}

export interface AttemptState {
  readonly id: string;
  readonly attempt: string;
  readonly model: string;
  readonly finish: string;
  readonly isFailure: boolean;
  readonly cost: string;
  readonly duration: string;
  /** It is the one whose details are open. */
  readonly isThisOne: boolean;
}

export interface RequestWords {
  readonly details: string;
  readonly reading: string;
  readonly time: string;
  readonly kind: string;
  readonly model: string;
  readonly endpoint: string;
  readonly cost: string;
  readonly tokens: string;
  readonly duration: string;
  readonly finish: string;
  readonly reason: string;
  readonly rule: string;
  readonly rejected: string;
  readonly candidate: string;
  readonly billed: string;
  readonly bucket: string;
  readonly tokenCount: string;
  readonly listCost: string;
  readonly segments: string;
  readonly stability: string;
  readonly pieces: string;
  readonly share: string;
  readonly cache: string;
  readonly attempts: string;
  readonly attempt: string;
  readonly thisOne: string;
  readonly outcomes: string;
}
