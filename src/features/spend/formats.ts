import { localDay } from '../../core/ledger/index.ts';

/** How numbers, days and times are written, in the user's language. Days are `YYYY-MM-DD` each. */
export interface Formats {
  readonly count: (value: number) => string;
  /** Of thousandths. */
  readonly percent: (thousandths: number) => string;
  /** Of the whole, rounded down: what is not all of it must not be called 100 %. Of nothing, all of it. */
  readonly wholePercent: (part: number, whole: number) => string;
  readonly duration: (ms: number) => string;
  /** The time on the clock, and the day with it where that is not today. */
  readonly time: (atMs: number) => string;
  /** With its weekday. */
  readonly day: (day: string) => string;
  /** As short as it can be: under a bar. */
  readonly shortDay: (day: string) => string;
  /** With its year. */
  readonly date: (day: string) => string;
  readonly dayOfMonth: (day: string) => string;
  readonly month: (day: string) => string;
  /** The days from one to the other. */
  readonly days: (fromDay: string, toDay: string) => string;
}

/** Making formats costs more than all the rest of a state, and what they are made for changes once a day. */
let last: { readonly key: string; readonly formats: Formats } | undefined;

export function formatsFor(language: string, timeZone: string, today: string): Formats {
  const key = [language, timeZone, today].join('\n');
  if (last?.key !== key) last = { key, formats: newFormats(language, timeZone, today) };
  return last.formats;
}

function newFormats(language: string, timeZone: string, today: string): Formats {
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const seconds = new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 2 });
  const milliseconds = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  });
  const times = new Intl.DateTimeFormat(language, { timeZone, timeStyle: 'medium' });
  const daysAndTimes = new Intl.DateTimeFormat(language, { timeZone, month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  // A calendar day has no zone.
  const calendar = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
  const calendarDays = calendar({ weekday: 'short', month: 'short', day: 'numeric' });
  const shortDays = calendar({ month: 'short', day: 'numeric' });
  const dates = calendar({ dateStyle: 'medium' });
  const daysOfMonth = calendar({ day: 'numeric' });
  const months = calendar({ month: 'long', year: 'numeric' });
  return {
    count: (value) => numbers.format(value),
    percent: (thousandths) => percents.format(thousandths / 1000),
    wholePercent: (part, whole) => percents.format(whole <= 0 ? 1 : Math.floor((part * 100) / whole) / 100),
    duration: (ms) => (ms < 1000 ? milliseconds.format(ms) : seconds.format(ms / 1000)),
    time: (atMs) => (localDay(atMs, timeZone) === today ? times : daysAndTimes).format(atMs),
    day: (day) => calendarDays.format(Date.parse(day)),
    shortDay: (day) => shortDays.format(Date.parse(day)),
    date: (day) => dates.format(Date.parse(day)),
    dayOfMonth: (day) => daysOfMonth.format(Date.parse(day)),
    month: (day) => months.format(Date.parse(day)),
    days: (fromDay, toDay) =>
      fromDay === toDay ? calendarDays.format(Date.parse(toDay)) : calendarDays.formatRange(Date.parse(fromDay), Date.parse(toDay)),
  };
}
