import { sharedCharacters } from '../../platform/chatRequestOutcomes.ts';
import { afterChange, type FollowedRange, type RangeChange } from './followedRange.ts';

export interface KeptEditsPorts {
  readonly timers: { after(ms: number, callback: () => void): () => void };
  /** What stands there now; undefined where the document was closed. */
  readonly read: (uri: string, range: FollowedRange) => string | undefined;
  /** So many characters are left; of an edit of which nothing is left it is told once. */
  readonly onChecked: (taskId: string, characters: number) => void;
}

/** As completions are looked after: so long after they were accepted. */
const checkpointsMs: readonly number[] = [30_000, 120_000, 300_000, 600_000];

/** So many edits are followed at the most. */
const most = 32;

interface Followed {
  readonly uri: string;
  readonly text: string;
  range: FollowedRange;
  cancel: () => void;
}

/** Follows accepted edits, and looks after some time what is left of them. */
export class KeptEdits {
  readonly #ports: KeptEditsPorts;
  /** By task, the oldest first. */
  readonly #followed = new Map<string, Followed>();

  constructor(ports: KeptEditsPorts) {
    this.#ports = ports;
  }

  follow(taskId: string, uri: string, text: string, range: FollowedRange): void {
    const [oldest] = this.#followed.keys();
    if (this.#followed.size >= most && oldest !== undefined) this.#forget(oldest);
    this.#followed.set(taskId, { uri, text, range, cancel: this.#wait(taskId, 0) });
  }

  edited(uri: string, change: RangeChange): void {
    for (const followed of this.#followed.values()) if (followed.uri === uri) followed.range = afterChange(followed.range, change);
  }

  dispose(): void {
    for (const taskId of [...this.#followed.keys()]) this.#forget(taskId);
  }

  #wait(taskId: string, checkpoint: number): () => void {
    const ms = (checkpointsMs[checkpoint] ?? 0) - (checkpointsMs[checkpoint - 1] ?? 0);
    return this.#ports.timers.after(ms, () => this.#check(taskId, checkpoint));
  }

  #check(taskId: string, checkpoint: number): void {
    const followed = this.#followed.get(taskId);
    if (!followed) return;
    const now = this.#ports.read(followed.uri, followed.range);
    const characters = now === undefined ? 0 : sharedCharacters(followed.text, now);
    if (now !== undefined) this.#ports.onChecked(taskId, characters);
    if (characters === 0 || checkpoint + 1 >= checkpointsMs.length) this.#forget(taskId);
    else followed.cancel = this.#wait(taskId, checkpoint + 1);
  }

  #forget(taskId: string): void {
    this.#followed.get(taskId)?.cancel();
    this.#followed.delete(taskId);
  }
}
