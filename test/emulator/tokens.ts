import { Tiktoken } from 'js-tiktoken/lite';
import o200kBase from 'js-tiktoken/ranks/o200k_base';

/** A stretch of text as the stream sends it: usually one token, several where a character is made of several. */
export interface Piece {
  readonly text: string;
  readonly rawTokens: number;
}

/** Token ids of o200k_base; markers such as `<|endoftext|>` in the text count as the letters they are. */
export function encode(text: string): readonly number[] {
  const known = remembered.get(text);
  if (known) return known;
  tokenizer ??= new Tiktoken(o200kBase);
  const ids: number[] = [];
  for (const stretch of text.split(longRun)) {
    if (stretch !== '') for (const id of tokenizer.encode(stretch, [], [])) ids.push(id);
  }
  if (remembered.size > 400) remembered.clear();
  remembered.set(text, ids);
  return ids;
}

/** The text cut into what a stream sends one after the other; joined it is the text again. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let group: number[] = [];
  for (const id of encode(text)) {
    group.push(id);
    const decoded = tokenizer?.decode(group) ?? '';
    // Half a character decodes to U+FFFD: wait for its other bytes.
    if (decoded.includes('\uFFFD') && group.length < 8) continue;
    pieces.push({ text: decoded, rawTokens: group.length });
    group = [];
  }
  if (group.length > 0) pieces.push({ text: tokenizer?.decode(group) ?? '', rawTokens: group.length });
  return pieces;
}

/** Tokens of a model whose tokenizer makes `factor` thousandths of an o200k token, rounded up. */
export const scaleTokens = (rawTokens: number, factor: number): number => Math.ceil((rawTokens * factor) / 1000);

// js-tiktoken merges within one word in quadratic time: minutes for a long run of the same kind of character. A run is cut every 200, which
// ordinary text never notices. The capture keeps the cut pieces in what `split` returns.
const longRun = /([\p{L}\p{M}]{200}|[^\s\p{L}\p{N}]{200}|\s{200})/u;
const remembered = new Map<string, readonly number[]>();
let tokenizer: Tiktoken | undefined;
