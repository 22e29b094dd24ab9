import { createHash } from 'node:crypto';
import type { PromptBlock } from './job.ts';
import type { CacheLifetime, EmulatedModel } from './models.ts';
import { encode, scaleTokens } from './tokens.ts';

/** A place in a prompt up to which a cache may hold it. */
export interface Position {
  /** Hash of everything before it. */
  readonly prefix: string;
  /** Tokens before it. */
  readonly tokens: number;
  readonly endsBlock: boolean;
  readonly breakpoint: CacheLifetime | undefined;
}

export interface MeasuredPrompt {
  readonly tokens: number;
  readonly positions: readonly Position[];
}

/** Four raw tokens frame each block, three the request: the chat template's marks. They are the emulator's own choice. */
const rawTokensPerBlock = 4;
const rawTokensPerRequest = 3;
/** Automatic caches notice a shared beginning within a block, in steps of so many raw tokens. */
const rawTokensPerStep = 64;

/** Counts a prompt and names the positions in it: the ends of its blocks, and for automatic caches the steps within them. */
export function measurePrompt(model: EmulatedModel, blocks: readonly PromptBlock[]): MeasuredPrompt {
  const positions: Position[] = [];
  const stepsWithin = model.cache?.style === 'automatic';
  let prefix = model.id;
  let raw = rawTokensPerRequest;
  let images = 0;
  const place = (content: string, endsBlock: boolean, breakpoint: CacheLifetime | undefined) => {
    prefix = createHash('sha1').update(`${prefix}\n${content}`).digest('hex');
    positions.push({ prefix, tokens: scaleTokens(raw, model.tokenFactor) + images, endsBlock, breakpoint });
  };
  for (const block of blocks) {
    const ids = encode(block.text);
    raw += rawTokensPerBlock;
    images += block.imageTokens;
    let done = 0;
    while (stepsWithin && ids.length - done > rawTokensPerStep) {
      const step = ids.slice(done, done + rawTokensPerStep);
      done += rawTokensPerStep;
      raw += rawTokensPerStep;
      place(`${block.role}\n${block.imageTokens}\n${step.join(' ')}`, false, undefined);
    }
    raw += ids.length - done;
    place(`${block.role}\n${block.imageTokens}\n${ids.slice(done).join(' ')}\nend`, true, block.breakpoint);
  }
  return { tokens: scaleTokens(raw, model.tokenFactor) + images, positions };
}
