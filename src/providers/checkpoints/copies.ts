import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { foldName, isSecretFile } from '../../core/agent/paths/index.ts';
import { writeAtomically } from '../writeAtomically.ts';
import { blobHash, type FoundFile, hashIn } from './fileState.ts';

/** Contents of files that were about to be changed, by their hash: what git does not have, or where there is no git. Never those of files that hold secrets. */
export class Copies {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.join(folder, 'copies');
  }

  async keep(relative: string, { state, bytes }: FoundFile): Promise<void> {
    const hash = hashIn(state);
    if (hash === undefined || bytes === undefined || isSecretFile(foldName(relative)) || (await this.content(hash))) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeAtomically(path.join(this.#folder, hash), bytes, { mode: 0o600 });
  }

  /** Undefined where it is not kept, or not whole. */
  async content(hash: string): Promise<Buffer | undefined> {
    const bytes = await readFile(path.join(this.#folder, hash)).catch(() => undefined);
    return bytes && blobHash(bytes) === hash ? bytes : undefined;
  }
}
