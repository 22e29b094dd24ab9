import { type Pin, type Pins, pinText, readPins } from '../core/selection/index.ts';
import type { TaskKind } from '../core/task/index.ts';
import { readSetting, writeSetting } from './settings.ts';

export interface Routing {
  readonly pins: Pins;
  /** The entries that are of no use, in words for the log. */
  readonly problems: readonly string[];
}

/** The user's own choices for kinds of requests. An entry of no use is left out, and named. */
export function readRouting(): Routing {
  const { pins, problems } = readPins(readSetting('routing.pins'));
  return { pins, problems: problems.map((problem) => `farthing.routing.pins: ${problem}`) };
}

/** Writes the choice for these kinds into the user's settings; undefined: they are chosen for automatically. What else stands there stays. */
export async function pinKinds(kinds: readonly TaskKind[], pin: Pin | undefined): Promise<void> {
  const others = Object.entries(readSetting('routing.pins')).filter(([kind]) => !kinds.some((name) => name === kind));
  const pinned = pin ? kinds.map((kind) => [kind, pinText(pin)]) : [];
  const table = Object.fromEntries([...others, ...pinned]);
  await writeSetting('routing.pins', Object.keys(table).length === 0 ? undefined : table);
}
