/** What an endpoint does to requests for a while. */
const faults = [
  'up',
  'rate-limited',
  'overloaded',
  'server-error',
  'unreachable',
  'garbage',
  'hang',
  'hang-late',
  'cut',
  'error-event',
  'usage-missing',
  'forbidden',
  'unauthorized',
  'payment-required',
] as const;

export type Fault = (typeof faults)[number];

export interface Spell {
  readonly fault: Fault;
  readonly untilMs: number;
}

/** What an endpoint does, spell by spell, from a moment on. */
export type Weather = readonly Spell[];

/** Fair for half of the time. `random` gives numbers from 0 to below 1. */
export function weatherFrom(fromMs: number, toMs: number, random: () => number, fairShare = 0.5): Weather {
  const spells: Spell[] = [];
  for (let atMs = fromMs; atMs < toMs; ) {
    const fault = random() < fairShare ? 'up' : (faults[1 + Math.floor(random() * (faults.length - 1))] ?? 'up');
    atMs += Math.ceil(-Math.log(1 - random()) * (fault === 'up' ? 180_000 : 60_000)) + 1;
    spells.push({ fault, untilMs: atMs });
  }
  return spells;
}

export function faultAt(weather: Weather, atMs: number): Fault {
  return weather.find(({ untilMs }) => atMs < untilMs)?.fault ?? 'up';
}

/** Whether it answers, and answers well, all the time from one moment to the other. */
export function isFair(weather: Weather, fromMs: number, toMs: number): boolean {
  let beginsMs = 0;
  return weather.every(({ fault, untilMs }) => {
    const isElsewhere = untilMs <= fromMs || beginsMs > toMs;
    beginsMs = untilMs;
    return isElsewhere || fault === 'up' || fault === 'usage-missing';
  });
}
