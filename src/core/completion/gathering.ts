import { linkedAbort } from '../linkedAbort.ts';
import type { Segment } from '../task/index.ts';
import type { CompletionPorts } from './ports.ts';
import type { Snapshot } from './snapshot.ts';
import { pause } from './timers.ts';

/** From its start on, gathering gets no more than this. (Cody's cap, by facts/completion.md.) */
const mostGatheringMs = 150;

/** A request that costs nothing is not held back by more than this beyond its pause: its own 25 ms are all that the bar allows. */
const mostBeyondFreePauseMs = 15;

/** What was gathered by then is handed over so soon after the end was called. */
const lastWordMs = 5;

export interface Pause {
  readonly snapshot: Snapshot;
  readonly waitMs: number;
  /** The request that follows costs nothing, so that it is soon sent. */
  readonly isFree: boolean;
}

/** Waits for the pause, gathers meanwhile, and then no longer than is allowed. Undefined: the question was taken back. */
export async function waitAndGather(
  { gather, timers }: Pick<CompletionPorts, 'gather' | 'timers'>,
  { snapshot, waitMs, isFree }: Pause,
  signal: AbortSignal,
): Promise<readonly Segment[] | undefined> {
  const waited = async (): Promise<boolean> => (waitMs > 0 ? pause(timers, waitMs, signal) : !signal.aborted);
  if (!gather) return (await waited()) ? [] : undefined;

  const { controller, unlink } = linkedAbort(signal);
  const cancelCap = timers.after(mostGatheringMs - lastWordMs, () => controller.abort());
  let gathered: readonly Segment[] | undefined;
  const gathering = settled(gather(snapshot, controller.signal)).then((segments) => {
    gathered = segments;
  });
  try {
    if (!(await waited())) return undefined;
    const leftMs = Math.min(mostGatheringMs - lastWordMs - waitMs, isFree ? mostBeyondFreePauseMs : Number.POSITIVE_INFINITY);
    if (!gathered && leftMs > 0) await either(gathering, (over) => pause(timers, leftMs, over), controller.signal);
    controller.abort();
    if (!gathered) await either(gathering, (over) => pause(timers, lastWordMs, over), signal);
    return signal.aborted ? undefined : (gathered ?? []);
  } finally {
    cancelCap();
    unlink();
    controller.abort();
  }
}

/** Context that could not be gathered is none. */
async function settled(gathering: Promise<readonly Segment[]>): Promise<readonly Segment[]> {
  try {
    return await gathering;
  } catch {
    return [];
  }
}

/** Until the first of both; the pause's timer is given back when it is not needed. */
async function either(gathering: Promise<void>, pausing: (over: AbortSignal) => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const { controller, unlink } = linkedAbort(signal);
  await Promise.race([gathering, pausing(controller.signal)]);
  unlink();
  controller.abort();
}
