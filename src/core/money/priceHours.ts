import type { PriceHours } from './price.ts';

/** The first of the hours that a moment, in milliseconds since the epoch, falls into. */
export function hoursAt(hours: readonly PriceHours[], atMs: number): PriceHours | undefined {
  const minute = Math.floor(atMs / 60_000);
  const [minuteOfDay, day] = [modulo(minute, minutesPerDay), Math.floor(minute / minutesPerDay)];
  return hours.find(({ utcFromMinute: from, utcToMinute: to, weekdays }) => {
    const isOn = (begun: number): boolean => weekdays === undefined || weekdays.includes(weekdayOf(begun));
    if (from < to) return minuteOfDay >= from && minuteOfDay < to && isOn(day);
    return to < from && ((minuteOfDay >= from && isOn(day)) || (minuteOfDay < to && isOn(day - 1)));
  });
}

const minutesPerDay = 24 * 60;

/** Days since the epoch to 0 for Sunday: the epoch was a Thursday. */
const weekdayOf = (day: number): number => modulo(day + 4, 7);

const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;
