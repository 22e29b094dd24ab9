/**
 * What the copy model (`copyModel.ts`) answers, as a plain rule without any transformer:
 *
 *   Every earlier place scores 0.5 when the token before it is the last token of the text, 0.35 more when the one before that agrees too, and
 *   0.15 more for the third. The best place's token comes next; places with equal scores vote by number. Where no place beats 0.8, that is,
 *   where not even two tokens agree, the text ends.
 *
 * Tests compare a real server's greedy answer (temperature 0 or top_k 1) with this, up to `sure`.
 */
import { type SpecialToken, tokenOf } from './vocabulary.ts';

/** How much agreement in the last token, the one before and the one before that weighs. */
export const matchWeights = [0.5, 0.35, 0.15] as const;

/** The score that ending the text has. Two agreeing tokens (0.85) beat it, one or any other pair does not. */
export const sinkScore = 0.8;

/** The softmax's sharpness: a place with a score lower by 0.05 has a weight of exp(-15). */
export const sharpness = 300;

export interface Prediction {
  readonly text: string;
  /** True when the model ended the text itself, false when `limit` cut it. */
  readonly stopped: boolean;
  /** How many leading bytes won by a clear majority. Equal votes are settled in the model by rounding, so nothing after them is promised. */
  readonly sure: number;
}

export interface InfillRequest {
  readonly prefix: string;
  readonly suffix: string;
  /** The beginning of the current line, which llama-server takes apart from the prefix and appends to it. */
  readonly prompt?: string;
  readonly extra?: readonly { readonly filename: string; readonly text: string }[];
}

/** llama-server's POST /completion and /v1/completions. `limit` is in tokens, and a token is a byte. */
export function predictCompletion(prompt: string, limit: number): Prediction {
  const sequence = [tokenOf('<|endoftext|>'), ...bytes(prompt)];
  return predict(sequence, sequence, limit);
}

/** POST /infill, in the order in which llama-server lays out what it was given. Its names for the project and the current file are fixed. */
export function predictInfill({ prefix, suffix, prompt = '', extra = [] }: InfillRequest, limit: number): Prediction {
  const files = extra.flatMap((file) => [tokenOf('<|file_sep|>'), ...bytes(`${file.filename}\n${file.text}`)]);
  const context = [tokenOf('<|repo_name|>'), ...bytes('myproject\n'), ...files, tokenOf('<|file_sep|>'), ...bytes('filename\n')];
  const before = [...context, tokenOf('<|endoftext|>'), tokenOf('<|fim_prefix|>'), ...bytes(prefix + prompt)];
  const sequence = [...before, tokenOf('<|fim_suffix|>'), ...bytes(suffix), tokenOf('<|fim_middle|>')];
  return predict(sequence, before, limit);
}

/** POST /v1/chat/completions with text messages, in the ChatML layout of the model's template. */
export function predictChat(messages: readonly { readonly role: string; readonly content: string }[], limit: number): Prediction {
  const turns = messages.flatMap(({ role, content }) => [
    tokenOf('<|im_start|>'),
    ...bytes(`${role}\n${content}`),
    tokenOf('<|im_end|>'),
    ...bytes('\n'),
  ]);
  const sequence = [tokenOf('<|endoftext|>'), ...turns, tokenOf('<|im_start|>'), ...bytes('assistant\n')];
  return predict(sequence, sequence, limit);
}

/** `sequence` is what the model has read; `continued` is the text it continues: the same, or with fill-in-the-middle the part before the gap. */
function predict(sequence: readonly number[], continued: readonly number[], limit: number): Prediction {
  const places = sequence.map((token, index) => ({ token, preceding: [1, 2, 3].map((back) => at(sequence, index - back)) }));
  const history = [...continued];
  const raw = [...sequence];
  const answer: number[] = [];
  let sure: number | undefined;
  let stopped = false;
  while (answer.length < limit) {
    const [first, second] = vote(
      places,
      [1, 2, 3].map((back) => at(history, history.length - back)),
    );
    if (first === undefined) break;
    if (second !== undefined && first.weight < second.weight * 1.4) sure ??= answer.length;
    if (first.token >= 256) {
      stopped = true;
      break;
    }
    // With fill-in-the-middle the model mends the two nearest preceding tokens of what it has written; the third stays what really stands there.
    const preceding = [at(history, history.length - 1), at(history, history.length - 2), at(raw, raw.length - 3)];
    places.push({ token: first.token, preceding });
    history.push(first.token);
    raw.push(first.token);
    answer.push(first.token);
  }
  return { text: Buffer.from(answer).toString(), stopped, sure: sure ?? answer.length };
}

interface Place {
  readonly token: number;
  readonly preceding: readonly number[];
}

interface Candidate {
  readonly token: number;
  readonly weight: number;
}

function vote(places: readonly Place[], lastTokens: readonly number[]): readonly Candidate[] {
  const scored = places
    .filter((place) => !gapMarks.includes(place.token))
    .map((place) => ({ token: place.token, score: score(place, lastTokens) }));
  const best = scored.reduce((highest, { score }) => Math.max(highest, score), sinkScore);
  const weights = new Map<number, number>();
  for (const { token, score } of scored) weights.set(token, (weights.get(token) ?? 0) + Math.exp(sharpness * (score - best)));
  return [...weights].map(([token, weight]) => ({ token, weight })).sort((left, right) => right.weight - left.weight);
}

function score(place: Place, lastTokens: readonly number[]): number {
  if (place.token === sink) return sinkScore;
  return matchWeights.reduce((sum, weight, index) => (place.preceding[index] === lastTokens[index] ? sum + weight : sum), 0);
}

/** Ending the text is copying the token at its beginning. */
const sink = tokenOf('<|endoftext|>');

/** What stands around the gap is never what to copy. */
const gapMarks: readonly number[] = (['<|fim_suffix|>', '<|fim_middle|>'] satisfies SpecialToken[]).map(tokenOf);

/** Before the first position there is nothing, and the model's heads stay at it. */
function at(sequence: readonly number[], index: number): number {
  return sequence[Math.max(0, index)] ?? -1;
}

function bytes(text: string): readonly number[] {
  return [...Buffer.from(text)];
}
