/** Days `YYYY-MM-DD`, both included. */
export interface Period {
  readonly fromDay: string;
  readonly toDay: string;
}

export const periodNames = ['today', 'week', 'month'] as const;

export type Periods = Readonly<Record<(typeof periodNames)[number], Period>>;

/** This day, its week from Monday on, and its calendar month, each up to this day. */
export function periodsUpTo(today: string): Periods {
  const date = new Date(`${today}T00:00:00Z`);
  const daysSinceMonday = (date.getUTCDay() + 6) % 7;
  date.setUTCDate(date.getUTCDate() - daysSinceMonday);
  return {
    today: { fromDay: today, toDay: today },
    week: { fromDay: date.toISOString().slice(0, 10), toDay: today },
    month: { fromDay: `${today.slice(0, 8)}01`, toDay: today },
  };
}
