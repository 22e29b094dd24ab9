/** How much is put up with from an endpoint that fails. Times in milliseconds. */
export interface Patience {
  /** So many failures in a row open the breaker. */
  readonly failures: number;
  /** After the first failure it is left alone for half of this to all of it, and each time for twice as long ... */
  readonly firstBackOffMs: number;
  /** ... but not for longer than this. */
  readonly longestBackOffMs: number;
  /** The first break; twice as long after each probe that failed ... */
  readonly breakMs: number;
  /** ... but not longer than this. */
  readonly longestBreakMs: number;
  /** So many requests refused in a row (403) are no matter of what they said: the key lacks a right. */
  readonly refusals: number;
  /** So long is it left alone then. */
  readonly refusedBreakMs: number;
}

/** For what costs money, or stands elsewhere. The figures are assumptions, not measurements. */
export const usualPatience: Patience = {
  failures: 5,
  firstBackOffMs: 500,
  longestBackOffMs: 30_000,
  breakMs: 30_000,
  longestBreakMs: 5 * 60_000,
  refusals: 3,
  refusedBreakMs: 5 * 60_000,
};

/** A server on this machine comes back when its user starts it, and asking it costs next to nothing: it is never left alone for long. */
export const localPatience: Patience = {
  ...usualPatience,
  longestBackOffMs: 2000,
  breakMs: 2000,
  longestBreakMs: 2000,
  refusedBreakMs: 2000,
};
