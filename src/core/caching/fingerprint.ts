import { LRUCache } from 'lru-cache';
import type { Segment, Tool } from '../task/index.ts';
import { measureText } from '../tokens/index.ts';
import { hashAfter, hashText } from './textHash.ts';

/** What caches care about in a piece of a prompt. */
export interface Fingerprint {
  readonly hash: number;
  /** Estimated o200k tokens, as the profile counts them. */
  readonly tokens: number;
  /** As Anthropic counts them; 0: nothing of it is sent. */
  readonly blocks: number;
}

const ofSegments = new WeakMap<Segment, Fingerprint>();
const ofTools = new WeakMap<Tool, Fingerprint>();

export function fingerprintOfSegment(segment: Segment): Fingerprint {
  const before = ofSegments.get(segment);
  if (before) return before;
  const print = ofSegment(segment);
  ofSegments.set(segment, print);
  return print;
}

export function fingerprintOfTool(tool: Tool): Fingerprint {
  const before = ofTools.get(tool);
  if (before) return before;
  const text = JSON.stringify(tool);
  const print = { hash: hashOf(text), tokens: measureText(text).tokens, blocks: 1 };
  ofTools.set(tool, print);
  return print;
}

/** A segment's stability is no part of it: what was this turn is the session in the next, and the same bytes. */
function ofSegment(segment: Segment): Fingerprint {
  const { role, text, images = [], toolCalls = [], toolCallId, reasoning } = segment;
  let hash = hashAfter(hashText(role), hashOf(text));
  let tokens = measureText(text).tokens;
  let blocks = text === '' && role !== 'tool' ? 0 : 1;
  for (const { id, name, argumentsText } of toolCalls) {
    hash = hashAfter(hash, hashOf(`${id}\n${name}\n${argumentsText}`));
    tokens += measureText(name + argumentsText).tokens;
    blocks += 1;
  }
  for (const block of reasoning?.blocks ?? []) {
    const content = [...block.texts, block.opaque].join('\n');
    hash = hashAfter(hash, hashOf(content));
    tokens += measureText(content).tokens;
    blocks += 1;
  }
  for (const { mediaType, base64 } of images) {
    hash = hashAfter(hash, hashOf(`${mediaType}\n${base64}`));
    blocks += 1;
  }
  if (toolCallId !== undefined) hash = hashAfter(hash, hashText(toolCallId));
  return { hash, tokens, blocks };
}

/** Shorter texts are hashed faster than they are found. */
const leastCharacters = 1000;
const mostCharacters = 4_000_000;

/** Prompts are built anew for each request, from texts that mostly did not change. */
const ofTexts = new LRUCache<string, number>({ maxSize: mostCharacters, sizeCalculation: (_hash, text) => text.length });

function hashOf(text: string): number {
  if (text.length < leastCharacters) return hashText(text);
  const before = ofTexts.get(text);
  if (before !== undefined) return before;
  const hash = hashText(text);
  ofTexts.set(text, hash);
  return hash;
}
