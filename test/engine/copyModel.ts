/**
 * A language model made by hand: a three-layer transformer of the ordinary llama architecture whose weights were not trained but written,
 * so that its greedy text follows from a plain rule (`copyRule.ts`) and a test can say to the byte what a real llama-server must answer.
 *
 * The rule: look for an earlier place before which the same tokens stand as at the end of the text, and continue as it went on there. In the
 * field's words, an induction head. What two heads learn to do somewhere inside every large model is all there is here.
 *
 * The residual stream has 544 numbers for each position, divided into named places (`place`). A token is a code of 64 numbers, each +1 or -1;
 * different codes are far from parallel, so "the same token" is a large dot product and "another" is a small one.
 *   Layer 0  Three heads, each turned to the position 1, 2 or 3 back (by rotary position alone), copy that token's code here.
 *            Now every position knows its own token and the three before it.
 *   Layer 1  Fill-in-the-middle. The text to be continued ends before <|fim_suffix|>, but generation starts after <|fim_middle|>. At the
 *            three positions from <|fim_middle|> on, a head fetches the codes from the prefix's end, and the feed-forward block, used as an
 *            exact switch, puts them where the own and the preceding tokens' codes stand. Elsewhere the switch is off.
 *   Layer 2  Induction. The query says "my token, the one before, the one before that", the key says "the three tokens before me", and the
 *            value is "my token". The sharp softmax takes the best place; equal ones vote. A sink at <|endoftext|>, with which every text
 *            begins, catches the query when no place is good enough, and copying that token ends the text.
 * The output matrix holds the codes again: whatever code the last head fetched becomes the next token.
 *
 * The query, key and value matrices see the residual stream after RMSNorm, which scales it to a mean square of 1. As every place holds codes
 * of +-1, the factor is known, and dividing the weights by it gives exact numbers back (`normFactor`).
 */
import { writeFile } from 'node:fs/promises';
import { matchWeights, sharpness, sinkScore } from './copyRule.ts';
import { encodeGguf, type GgufTensor, type GgufValue } from './ggufWriter.ts';
import { Layer, Matrix, matrixTensor, normTensor, shape } from './transformerWeights.ts';
import { tokenizerMetadata, tokenOf, vocabularySize } from './vocabulary.ts';

export async function writeCopyModel(file: string): Promise<void> {
  const layers = [lookBackLayer(), fillInLayer(), inductionLayer()];
  const embedding = tokenEmbedding();
  const tensors: readonly GgufTensor[] = [
    matrixTensor('token_embd.weight', embedding.input),
    normTensor('output_norm.weight'),
    matrixTensor('output.weight', embedding.output),
    ...layers.flatMap((layer, index) => layer.tensors(index)),
  ];
  await writeFile(file, encodeGguf(metadata(), tensors));
}

const codeLength = 64;

/** Where in the residual stream what stands. */
const place = {
  /** Always 1: a weight on it is a bias. */
  one: 0,
  token: 1,
  /** The codes of the tokens 1, 2 and 3 back. */
  back: [1 + codeLength, 1 + 2 * codeLength, 1 + 3 * codeLength],
  /** Three codes fetched from the end of the prefix. */
  fetched: [1 + 4 * codeLength, 1 + 5 * codeLength, 1 + 6 * codeLength],
  output: 1 + 7 * codeLength,
  /** Flags, 0 or 1. <|fim_middle|> stands here, 1 back, 2 back; */
  middle: [513, 514, 515],
  /** <|fim_suffix|> stands here; <|endoftext|> stands here. */
  suffix: 516,
  start: 517,
} as const;

/** What RMSNorm multiplies with when so many of the places are filled with +-1 and the rest is zero. */
const normFactor = {
  tokens: Math.sqrt(shape.width / (1 + codeLength)),
  lookedBack: Math.sqrt(shape.width / (1 + 4 * codeLength)),
  fetched: Math.sqrt(shape.width / (1 + 7 * codeLength)),
} as const;

/** Attention divides every logit by this; the weights put it back. */
const logitScale = Math.sqrt(shape.headLength);

/** Rotary pairs below this turn noticeably from one position to the next and serve to point at positions; those above hardly turn at all. */
const pointingPairs = 50;
const turn = (pair: number): number => shape.ropeBase ** ((-2 * pair) / shape.headLength);

/** A vector that all pointing pairs share loses this much of its square length in the dot product with itself one position away. */
const lossPerStep = Array.from({ length: pointingPairs }, (_, pair) => 1 - Math.cos(turn(pair))).reduce((sum, loss) => sum + loss, 0);

/** Turns a head to the position `back` before its own: that one wins over its neighbours by `logit`. */
function pointTo(layer: Layer, head: number, back: number, logit: number, norm: number): number {
  const strength = Math.sqrt((logit * logitScale) / lossPerStep);
  for (let pair = 0; pair < pointingPairs; pair++) {
    const row = head * shape.headLength + 2 * pair;
    layer.query.add(row, place.one, strength / norm);
    layer.key.add(row, place.one, (strength * Math.cos(turn(pair) * back)) / norm);
    layer.key.add(row + 1, place.one, (strength * Math.sin(turn(pair) * back)) / norm);
  }
  return strength;
}

/** A head's value and output matrices, so that it copies numbers from a place there to a place here. */
function copyFrom(layer: Layer, head: number, slot: number, from: number, to: number, length: number, norm: number): void {
  const row = head * shape.headLength + slot;
  layer.value.addDiagonal(row, from, length, 1 / norm);
  layer.attentionOutput.addDiagonal(to, row, length, 1);
}

function lookBackLayer(): Layer {
  const layer = new Layer();
  for (const [head, to] of place.back.entries()) {
    pointTo(layer, head, head + 1, 20, normFactor.tokens);
    copyFrom(layer, head, 0, place.token, to, codeLength, normFactor.tokens);
    const flag = place.middle[head + 1];
    if (flag !== undefined) copyFrom(layer, head, codeLength, place.middle[0], flag, 1, normFactor.tokens);
  }
  return layer;
}

function fillInLayer(): Layer {
  const layer = new Layer();
  const norm = normFactor.lookedBack;
  // The head stays where it is, except at a flagged position: there the pointing is taken away and <|fim_suffix|> attracts it.
  const strength = pointTo(layer, 0, 0, 30, norm);
  const markSlot = 252;
  const attraction = Math.sqrt(60 * logitScale);
  for (const flag of place.middle) {
    for (let pair = 0; pair < pointingPairs; pair++) layer.query.add(2 * pair, flag, -strength / norm);
    layer.query.add(markSlot, flag, attraction / norm);
  }
  layer.key.add(markSlot, place.suffix, attraction / norm);
  copyFrom(layer, 0, 0, place.back[0], place.fetched[0], 3 * codeLength, norm);

  const move = switchBlock(layer);
  const [last, secondLast, thirdLast] = place.fetched;
  const [here, oneBack, twoBack] = place.middle;
  move(here, last, place.token);
  move(here, secondLast, place.back[0]);
  move(here, thirdLast, place.back[1]);
  move(oneBack, last, place.back[0]);
  move(oneBack, secondLast, place.back[1]);
  move(twoBack, last, place.back[1]);
  // llama-server puts extra files before <|endoftext|>: the sink must not match what happens to stand in front of it.
  for (const to of place.back) move(place.start, undefined, to);
  return layer;
}

/**
 * SwiGLU as an exact switch. The gate is +20 where the flag is 1 and -20 where it is 0, and silu(20) = 20 while silu(-20) = 0 to seven digits;
 * what passes, divided by 20, is the difference between the new and the old code. Without `from` the place is cleared.
 */
function switchBlock(layer: Layer): (flag: number, from: number | undefined, to: number) => void {
  const opening = 20;
  const norm = normFactor.fetched;
  let unit = 0;
  return (flag, from, to) => {
    for (let index = 0; index < codeLength; index++, unit++) {
      layer.gate.add(unit, flag, (2 * opening) / norm);
      layer.gate.add(unit, place.one, -opening / norm);
      if (from !== undefined) layer.up.add(unit, from + index, 1 / norm);
      layer.up.add(unit, to + index, -1 / norm);
      layer.down.add(to + index, unit, 1 / opening);
    }
  };
}

function inductionLayer(): Layer {
  const layer = new Layer();
  const norm = normFactor.fetched;
  const ofQuery = [place.token, place.back[0], place.back[1]];
  for (const [index, weight] of matchWeights.entries()) {
    const strength = Math.sqrt((sharpness * weight * logitScale) / codeLength);
    const row = 2 * pointingPairs + index * codeLength;
    layer.query.addDiagonal(row, ofQuery[index] ?? 0, codeLength, strength / norm);
    layer.key.addDiagonal(row, place.back[index] ?? 0, codeLength, strength / norm);
  }
  const sinkSlot = 294;
  const strength = Math.sqrt(sharpness * sinkScore * logitScale);
  layer.query.add(sinkSlot, place.one, strength / norm);
  // At <|endoftext|> three codes were cleared, so RMSNorm multiplies with more there.
  layer.key.add(sinkSlot, place.start, (strength / norm) * Math.sqrt((3 + 4 * codeLength) / (1 + 7 * codeLength)));
  // The marks around the gap are the opposite of a sink: never what to copy.
  layer.key.add(sinkSlot, place.suffix, -strength / norm);
  layer.key.add(sinkSlot, place.middle[0], -strength / norm);
  copyFrom(layer, 0, 0, place.token, place.output, codeLength, norm);
  return layer;
}

function tokenEmbedding(): { readonly input: Matrix; readonly output: Matrix } {
  const input = new Matrix(vocabularySize, shape.width);
  const output = new Matrix(vocabularySize, shape.width);
  for (const [token, code] of tokenCodes().entries()) {
    input.add(token, place.one, 1);
    for (const [index, sign] of code.entries()) {
      input.add(token, place.token + index, sign);
      output.add(token, place.output + index, sign / 2);
    }
  }
  input.add(tokenOf('<|fim_middle|>'), place.middle[0], 1);
  input.add(tokenOf('<|fim_suffix|>'), place.suffix, 1);
  input.add(tokenOf('<|endoftext|>'), place.start, 1);
  return { input, output };
}

/** Random codes of +-1, the same ones at every run; one that comes too near to another (a dot product above 20 of 64) is drawn again. */
function tokenCodes(): readonly (readonly number[])[] {
  const random = seededRandom(12345);
  const codes: (readonly number[])[] = [];
  while (codes.length < vocabularySize) {
    const code = Array.from({ length: codeLength }, () => (random() < 0.5 ? -1 : 1));
    const isDistinct = codes.every((other) => Math.abs(other.reduce((sum, sign, index) => sum + sign * (code[index] ?? 0), 0)) <= 20);
    if (isDistinct) codes.push(code);
  }
  return codes;
}

/** mulberry32, a small public-domain generator. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function metadata(): ReadonlyMap<string, GgufValue> {
  const u32 = (value: number): GgufValue => ({ type: 'u32', value });
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.name', { type: 'string', value: 'copy' }],
    ['general.alignment', u32(32)],
    ['general.file_type', u32(1)],
    ['general.license', { type: 'string', value: 'cc0-1.0' }],
    ['llama.context_length', u32(shape.contextLength)],
    ['llama.embedding_length', u32(shape.width)],
    ['llama.block_count', u32(shape.layers)],
    ['llama.feed_forward_length', u32(shape.feedForward)],
    ['llama.attention.head_count', u32(shape.heads)],
    ['llama.attention.head_count_kv', u32(shape.heads)],
    ['llama.attention.key_length', u32(shape.headLength)],
    ['llama.attention.value_length', u32(shape.headLength)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
    ['llama.rope.dimension_count', u32(shape.headLength)],
    ['llama.rope.freq_base', { type: 'f32', value: shape.ropeBase }],
    ['llama.vocab_size', u32(vocabularySize)],
    ...tokenizerMetadata(),
  ]);
}
