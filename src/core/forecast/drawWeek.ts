import type { PastWeek } from './pastWeeks.ts';

/** In weeks: half of the futures go on like the last two or three weeks, half like the last two months, because nobody knows which. */
const halfLives: readonly number[] = [1.5, 4];
/** In weeks, of how often the user is away for a whole one. */
const awayHalfLife = 8;

/** Draws a past week for one to come, for the futures of one half-life; undefined: the user is away. */
export type DrawWeek = (draw: () => number) => PastWeek | undefined;

/**
 * One for each half-life. A week without spend, as in a vacation, is drawn as often as there were such weeks lately; it does not make the weeks
 * before it older.
 */
export function weekDrawers(weeks: readonly PastWeek[]): readonly DrawWeek[] {
  const active = weeks.filter(({ isActive }) => isActive);
  const away = awayShare(weeks);
  return halfLives.map((halfLife) => {
    let total = 0;
    const reached = Float64Array.from(active, (_, age) => {
      total += 2 ** (-age / halfLife);
      return total;
    });
    return (draw) => {
      if (draw() < away) return undefined;
      const wanted = draw() * total;
      return active[reached.findIndex((each) => each > wanted)];
    };
  });
}

function awayShare(weeks: readonly PastWeek[]): number {
  let [away, all] = [0, 0];
  for (const [age, { isActive }] of weeks.entries()) {
    const weight = 2 ** (-age / awayHalfLife);
    all += weight;
    if (!isActive) away += weight;
  }
  return all === 0 ? 0 : away / all;
}
