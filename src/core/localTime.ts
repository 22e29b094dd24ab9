import type { Clock } from './routerPorts.ts';
import type { RuleFacts } from './rules/index.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Making a formatter takes longer than all the rest of a decision. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** What was said for a minute holds for all of it. */
let last: { readonly minute: number; readonly timeZone: string; readonly time: RuleFacts['time'] } | undefined;

/** The hour and the day of the week where the user is. */
export function localTimeOf(clock: Clock): RuleFacts['time'] {
  const timeZone = clock.timeZone();
  const minute = Math.floor(clock.now() / 60_000);
  if (last?.minute === minute && last.timeZone === timeZone) return last.time;
  const known = formatters.get(timeZone);
  const formatter = known ?? new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23', weekday: 'short' });
  if (!known) formatters.set(timeZone, formatter);
  const parts = formatter.formatToParts(clock.now());
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const time = { hour: Number(part('hour')), weekday: weekdays.indexOf(part('weekday')) };
  last = { minute, timeZone, time };
  return time;
}
