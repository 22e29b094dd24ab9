/** The clock on the wall in that IANA time zone. */
export function timeOfDay(atMs: number, timeZone: string): { readonly hour: number; readonly minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(atMs);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return { hour: part('hour'), minute: part('minute') };
}
