import type { Chunk } from './chunk.ts';
import { similarity } from './identifiers.ts';
import type { SourceFile } from './sourceFile.ts';

/** A chunk and the file that it is from. */
export interface Piece extends Chunk {
  readonly file: SourceFile;
}

/** Texts that are so alike say the same thing twice. */
const nearlySame = 0.9;

export function areNearlySame(a: Chunk, b: Chunk): boolean {
  return a.text === b.text || similarity(a.identifiers, b.identifiers) > nearlySame;
}
