import { leftOut } from './trimResult.ts';

const kept = { head: 16_384, tail: 49_152 } as const;

/**
 * Collects what a process writes, and never more than 64 kB of it: the beginning, and the end, which is where it says how it went. A process
 * that writes for ever must not fill the memory.
 */
export class BoundedOutput {
  #head = '';
  #tail = '';
  #missing = 0;
  #missingLines = 0;

  add(text: string): void {
    const room = Math.max(0, kept.head - this.#head.length);
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    // Not for each piece: cutting a long text costs its length.
    if (this.#tail.length > 2 * kept.tail) this.#cut();
  }

  text(): string {
    if (this.#tail.length > kept.tail) this.#cut();
    const gap = this.#missing > 0 ? leftOut(this.#missing, this.#missingLines) : '';
    return `${this.#head}${gap}${this.#tail}`;
  }

  #cut(): void {
    const gone = this.#tail.slice(0, this.#tail.length - kept.tail);
    this.#missing += gone.length;
    this.#missingLines += gone.split('\n').length - 1;
    this.#tail = this.#tail.slice(gone.length);
  }
}
