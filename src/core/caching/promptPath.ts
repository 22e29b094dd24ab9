import type { Segment, Tool } from '../task/index.ts';
import { fingerprintOfSegment, fingerprintOfTool } from './fingerprint.ts';
import { RecentMap } from './recentMap.ts';
import { hashAfter } from './textHash.ts';

/** How far into a prompt, by how long what stands there stays the same. */
export const depths = ['static', 'workspace', 'session', 'turn'] as const;

export type Depth = (typeof depths)[number];

const ranks = { static: 0, workspace: 1, session: 2, turn: 3 } as const satisfies Record<Depth, number>;

/** A place in a prompt up to which a cache may hold it. */
export interface Boundary {
  /** As in `Breakpoint`. */
  readonly afterSegment: number;
  /** Of everything before it: equal ones are the same beginning. */
  readonly hash: number;
  /** Estimated o200k tokens before it. */
  readonly tokens: number;
  /** Blocks before it, as Anthropic counts them: each tool, text, picture, call and result is one. */
  readonly blocks: number;
}

/** A prompt as caches see it: the places in it from its beginning to its end. */
export interface PromptPath {
  readonly boundaries: readonly Boundary[];
  /** Where each depth ends, as a place among the boundaries; missing where nothing is of that depth. */
  readonly ends: Readonly<Partial<Record<Depth, number>>>;
  /** A name for everything that is static, made of its hash; undefined where nothing is. */
  readonly staticName: string | undefined;
  readonly tokens: number;
}

/** Both arrays together are what a path is of; the first finds it. */
const known = new WeakMap<readonly Segment[], { readonly tools: readonly Tool[]; readonly path: PromptPath }>();

/** Computed once for the arrays of a request, however many candidates ask; and what did not change since the last request is not read again. */
export function promptPath(segments: readonly Segment[], tools: readonly Tool[]): PromptPath {
  const before = known.get(segments);
  if (before && before.tools === tools) return before.path;
  const path = follow(segments, tools);
  known.set(segments, { tools, path });
  return path;
}

/** Tools come first, then what is said to the model as its system, then the rest: the order of Anthropic's protocol. */
function follow(segments: readonly Segment[], tools: readonly Tool[]): PromptPath {
  const boundaries: Boundary[] = [];
  const ends: Partial<Record<Depth, number>> = {};
  let [hash, tokens, blocks, depth] = [0, 0, 0, 0];
  for (const tool of tools) {
    const print = fingerprintOfTool(tool);
    hash = hashAfter(hash, print.hash);
    tokens += print.tokens;
    blocks += 1;
  }
  if (tools.length > 0) {
    boundaries.push({ afterSegment: -1, hash, tokens, blocks });
    ends.static = 0;
  }
  for (const place of wireOrder(segments)) {
    const segment = segments[place];
    if (!segment) continue;
    const print = fingerprintOfSegment(segment);
    if (print.blocks === 0) continue;
    hash = hashAfter(hash, print.hash);
    tokens += print.tokens;
    blocks += print.blocks;
    depth = Math.max(depth, ranks[segment.stability]);
    ends[depths[depth] ?? 'turn'] = boundaries.length;
    boundaries.push({ afterSegment: place, hash, tokens, blocks });
  }
  return { boundaries, ends, staticName: nameOf(boundaries[ends.static ?? -1]?.hash), tokens };
}

const mostNames = 500;
const names = new RecentMap<number, string>(mostNames);

function nameOf(hash: number | undefined): string | undefined {
  if (hash === undefined) return undefined;
  const before = names.get(hash);
  if (before !== undefined) return before;
  const name = hash.toString(36);
  names.set(hash, name);
  return name;
}

function wireOrder(segments: readonly Segment[]): readonly number[] {
  const system: number[] = [];
  const rest: number[] = [];
  segments.forEach(({ role }, place) => {
    (role === 'system' ? system : rest).push(place);
  });
  return system.length === 0 ? rest : [...system, ...rest];
}
