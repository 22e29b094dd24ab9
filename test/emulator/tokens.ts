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
  const ids: number[] = [];
  for (const [word] of text.matchAll(words)) {
    const parts = word.length > longestWord ? (word.match(wordParts) ?? []) : [word];
    for (const part of parts) for (const id of encodeWord(part)) ids.push(id);
  }
  if (remembered.size > 400) remembered.clear();
  remembered.set(text, ids);
  return ids;
}

/** Builds the tokenizer, which takes a second or so: better before the first request than during it. */
export const warmUp = (): void => void encodeWord('a');

function encodeWord(word: string): readonly number[] {
  tokenizer ??= new Tiktoken(o200kBase);
  const ids = wordIds.get(word) ?? tokenizer.encode(word, [], []);
  if (wordIds.size > 20_000) wordIds.clear();
  wordIds.set(word, ids);
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

// js-tiktoken merges within one word in more than linear time: minutes for a long run of one kind of character. So the text is split into
// the tokenizer's own words here, each distinct word is counted once, and one longer than any ordinary word is counted in parts.
const longestWord = 48;
const wordParts = /.{1,48}/gsu;
const words = new RegExp(o200kBase.pat_str, 'gu');
const wordIds = new Map<string, readonly number[]>();
const remembered = new Map<string, readonly number[]>();
let tokenizer: Tiktoken | undefined;
