/** The first of some days (`YYYY-MM-DD`) that is later than this one; undefined where none is. */
export function firstLater(days: readonly string[], than: string): string | undefined {
  return days.reduce<string | undefined>((first, day) => (day > than && (first === undefined || day < first) ? day : first), undefined);
}
