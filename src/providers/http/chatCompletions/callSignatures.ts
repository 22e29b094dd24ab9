import * as v from 'valibot';
import type { ReasoningBlock, StreamPart } from '../../../core/task/index.ts';

/** What a server hangs on a call besides its name and arguments, by the call's id. */
export interface CallSignatures {
  add(callId: string, extra: unknown): void;
  /** Once: what is to go back with each call. */
  end(): readonly StreamPart[];
}

const extraContent = v.record(v.string(), v.unknown());
const kept = v.pipe(v.string(), v.parseJson(), v.object({ call: v.string(), extra_content: extraContent }));

/**
 * Gemini signs a call in its `extra_content`, and from Gemini 3 on it refuses a prompt in which the signature is missing
 * (https://ai.google.dev/gemini-api/docs/thought-signatures).
 */
export function collectSignatures(): CallSignatures {
  const extras = new Map<string, unknown>();
  return {
    add(callId, extra) {
      if (v.is(extraContent, extra)) extras.set(callId, extra);
    },
    end() {
      const parts = [...extras].map(
        ([call, extra]): StreamPart => ({ type: 'reasoning-end', texts: [], opaque: JSON.stringify({ call, extra_content: extra }) }),
      );
      extras.clear();
      return parts;
    },
  };
}

/**
 * What each call gets back with it. Where none of an answer's calls has anything, because another model made them, each gets what that model takes in
 * the place of its signature; undefined: it wants none.
 */
export function extrasOfCalls(
  blocks: readonly ReasoningBlock[],
  callIds: readonly string[],
  placeholder: string | undefined,
): ReadonlyMap<string, object> {
  const own = blocks.flatMap(({ opaque }) => {
    const read = v.safeParse(kept, opaque);
    return read.success ? [[read.output.call, { extra_content: read.output.extra_content }] as const] : [];
  });
  if (own.length > 0 || placeholder === undefined) return new Map(own);
  return new Map(callIds.map((id) => [id, { extra_content: { google: { thought_signature: placeholder } } }]));
}
