/** Days on the calendar, `YYYY-MM-DD`: each follows the one before, whatever a change to summer time does to the clocks. */

const dayMs = 24 * 60 * 60 * 1000;

/** So many days later; earlier where it is below zero. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** From the first to the last, both included. */
export function daysBetween(fromDay: string, toDay: string): readonly string[] {
  const count = (Date.parse(toDay) - Date.parse(fromDay)) / dayMs + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => daysAfter(fromDay, index));
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return daysAfter(day, -((weekday + 6) % 7));
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

export function lastOfMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
