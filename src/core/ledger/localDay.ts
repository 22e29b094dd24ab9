const formats = new Map<string, Intl.DateTimeFormat>();

/** Asked several times for each request, and it changes once a day: what was said for a minute holds for all of it. */
let last: { readonly minute: number; readonly timeZone: string; readonly day: string } | undefined;

/** The calendar day in that IANA time zone, `YYYY-MM-DD`. */
export function localDay(atMs: number, timeZone: string): string {
  const minute = Math.floor(atMs / 60_000);
  if (last?.minute === minute && last.timeZone === timeZone) return last.day;
  let format = formats.get(timeZone);
  if (!format) {
    // Making a format costs a hundred times what using it does. Swedish writes dates as ISO does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  // Days begin on whole minutes in every zone that a clock was set to since there are computers.
  const day = format.format(atMs);
  last = { minute, timeZone, day };
  return day;
}
