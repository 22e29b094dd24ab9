import { localDay } from '../../core/ledger/index.ts';

/** How numbers, days and times are written, in the user's language. */
export interface Formats {
  readonly count: (value: number) => string;
  /** Of thousandths. */
  readonly percent: (thousandths: number) => string;
  readonly duration: (ms: number) => string;
  /** The time on the clock, and the day with it where that is not today. */
  readonly time: (atMs: number) => string;
  /** The days from one to the other, `YYYY-MM-DD` each. */
  readonly days: (fromDay: string, toDay: string) => string;
}

export function formatsFor(language: string, timeZone: string, today: string): Formats {
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
  const calendarDays = new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' });
  return {
    count: (value) => numbers.format(value),
    percent: (thousandths) => percents.format(thousandths / 1000),
    duration: (ms) => (ms < 1000 ? milliseconds.format(ms) : seconds.format(ms / 1000)),
    time: (atMs) => (localDay(atMs, timeZone) === today ? times : daysAndTimes).format(atMs),
    days: (fromDay, toDay) =>
      fromDay === toDay ? calendarDays.format(Date.parse(toDay)) : calendarDays.formatRange(Date.parse(fromDay), Date.parse(toDay)),
  };
}
