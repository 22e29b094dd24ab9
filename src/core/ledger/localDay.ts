const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day in that IANA time zone, `YYYY-MM-DD`. */
export function localDay(atMs: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    // Making a format costs a hundred times what using it does. Swedish writes dates as ISO does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(atMs);
}
