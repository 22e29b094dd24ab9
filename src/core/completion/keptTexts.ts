import type { Clock } from '../router.ts';
import { afterChange, charactersLeft, type FollowedText, followText, outsideOf } from './followedText.ts';
import type { TextChange } from './ports.ts';
import type { Timers } from './timers.ts';

/** Where an accepted text stands: its offset and its text as the document has them right after it came in, line ends as they are there. */
export interface AcceptedPlace {
  readonly uri: string;
  readonly offset: number;
  readonly text: string;
}

export interface KeptTextsPorts {
  readonly timers: Timers;
  readonly clock: Pick<Clock, 'now'>;
  /** So many characters are left of what was accepted. Of a text of which nothing is left it is told once. */
  readonly onChecked: (taskId: string, characters: number) => void;
}

export interface KeptTextsOptions {
  /** Looked at so long after the last acceptance, in this order. 30 s, 2, 5 and 10 minutes are what Copilot measured by. */
  readonly checkpointsMs?: readonly number[];
  /** So many answers are followed at the most; then the oldest is given up. */
  readonly most?: number;
}

const minuteMs = 60_000;

interface Followed {
  readonly texts: readonly { readonly uri: string; readonly text: FollowedText }[];
  /** No more than this was accepted, whatever stands there. */
  readonly accepted: number;
  readonly sinceMs: number;
  readonly nextCheckpoint: number;
}

/**
 * Follows accepted texts through the changes of their documents, by offsets alone, and looks after some time what is left of them. A change
 * must be told when it happens, and that by which a text came in before the text is followed.
 */
export class KeptTexts {
  readonly #ports: KeptTextsPorts;
  readonly #checkpointsMs: readonly number[];
  readonly #most: number;
  /** By task, the oldest first. */
  readonly #followed = new Map<string, Followed>();
  #cancelTimer: (() => void) | undefined;

  constructor(
    ports: KeptTextsPorts,
    { checkpointsMs = [0.5, 2, 5, 10].map((minutes) => minutes * minuteMs), most = 64 }: KeptTextsOptions = {},
  ) {
    this.#ports = ports;
    this.#checkpointsMs = checkpointsMs;
    this.#most = most;
  }

  /** `accepted`: the characters of all pieces of this answer together. With each piece the time begins anew. */
  follow(taskId: string, { uri, offset, text }: AcceptedPlace, accepted: number): void {
    // An acceptance may be told twice: as what the change looked like, and as what the editor says it was.
    const before = (this.#followed.get(taskId)?.texts ?? [])
      .map((each) =>
        each.uri === uri && isAt(each.text, offset, text.length) ? { uri, text: outsideOf(each.text, offset, text.length) } : each,
      )
      .filter((each) => each.text.pieces.length > 0);
    this.#followed.delete(taskId);
    const texts = [...before, { uri, text: followText(offset, text) }];
    this.#followed.set(taskId, { texts, accepted, sinceMs: this.#ports.clock.now(), nextCheckpoint: 0 });
    for (const oldest of this.#followed.keys()) {
      if (this.#followed.size <= this.#most) break;
      this.#followed.delete(oldest);
    }
    this.#wait();
  }

  edited(change: TextChange): void {
    for (const [taskId, followed] of this.#followed) {
      if (!followed.texts.some(({ uri }) => uri === change.uri)) continue;
      const texts = followed.texts.map((each) => (each.uri === change.uri ? { ...each, text: afterChange(each.text, change) } : each));
      this.#followed.set(taskId, { ...followed, texts });
    }
  }

  /** The document was closed or deleted: what becomes of its text is not seen any more, and nothing is said of it. */
  forget(uri: string): void {
    for (const [taskId, { texts }] of this.#followed) if (texts.some((each) => each.uri === uri)) this.#followed.delete(taskId);
    if (this.#followed.size === 0) this.close();
  }

  close(): void {
    this.#followed.clear();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** One timer for all of them. A text that came later is never due before those that it was set for. */
  #wait(): void {
    if (this.#cancelTimer || this.#followed.size === 0) return;
    const nextMs = Math.min(...[...this.#followed.values()].map((followed) => this.#dueMs(followed)));
    this.#cancelTimer = this.#ports.timers.after(Math.max(0, nextMs - this.#ports.clock.now()), () => {
      this.#cancelTimer = undefined;
      for (const [taskId, followed] of [...this.#followed]) this.#check(taskId, followed);
      this.#wait();
    });
  }

  #check(taskId: string, followed: Followed): void {
    const nowMs = this.#ports.clock.now();
    if (this.#dueMs(followed) > nowMs) return;
    // A machine that slept has passed several: they are one look.
    const passed = this.#checkpointsMs.filter((afterMs) => followed.sinceMs + afterMs <= nowMs).length;
    const standing = followed.texts.reduce((sum, { text }) => sum + charactersLeft(text), 0);
    const isOver = standing === 0 || passed >= this.#checkpointsMs.length;
    if (isOver) this.#followed.delete(taskId);
    else this.#followed.set(taskId, { ...followed, nextCheckpoint: passed });
    this.#ports.onChecked(taskId, Math.min(standing, followed.accepted));
  }

  #dueMs({ sinceMs, nextCheckpoint }: Followed): number {
    return sinceMs + (this.#checkpointsMs[nextCheckpoint] ?? 0);
  }
}

function isAt({ pieces }: FollowedText, offset: number, length: number): boolean {
  return pieces.some((piece) => piece.offset < offset + length && offset < piece.offset + piece.text.length);
}
