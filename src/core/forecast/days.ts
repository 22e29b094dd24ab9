const msPerDay = 86_400_000;

/** A calendar day as a number that grows by one from day to day, whatever clocks do on it; NaN for what is no day. */
export function dayNumber(localDay: string): number {
  return Date.parse(localDay) / msPerDay;
}

/** `YYYY-MM-DD`. */
export function dayOf(number: number): string {
  return new Date(number * msPerDay).toISOString().slice(0, 10);
}

/** Saturday or Sunday: 1970-01-01, day 0, was a Thursday. */
export function isWeekend(number: number): boolean {
  const sinceThursday = ((number % 7) + 7) % 7;
  return sinceThursday === 2 || sinceThursday === 3;
}
