import type { Clock } from './routerPorts.ts';
import type { RuleFacts } from './rules/index.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Making a formatter takes longer than all the rest of a decision. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The hour and the day of the week where the user is. */
export function localTimeOf(clock: Clock): RuleFacts['time'] {
  const timeZone = clock.timeZone();
  const known = formatters.get(timeZone);
  const formatter = known ?? new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23', weekday: 'short' });
  if (!known) formatters.set(timeZone, formatter);
  const parts = formatter.formatToParts(clock.now());
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { hour: Number(part('hour')), weekday: weekdays.indexOf(part('weekday')) };
}
