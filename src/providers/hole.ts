import type { ProviderCall } from '../core/provider.ts';
import { ProviderError, textOf } from '../core/task/index.ts';

/** A hole as routes for plain text take it: the text before it, and the text after it where the route has a field for that. */
export interface Hole {
  readonly prompt: string;
  readonly suffix?: string;
  /** What ends the answer because the model's own tokens were written into the prompt. */
  readonly stop: readonly string[];
}

/** Throws `unsupported` where the model cannot fill holes on such a route. */
export function holeOf({ candidate, segments }: Pick<ProviderCall, 'candidate' | 'segments'>): Hole {
  const how = candidate.model.fillInTheMiddle;
  if (how?.type !== 'suffix' && how?.type !== 'template')
    throw new ProviderError('unsupported', 'the model cannot fill in the middle here');
  const prefix = textOf(segments, 'context') + textOf(segments, 'prefix');
  const suffix = textOf(segments, 'suffix');
  if (how.type === 'suffix') return { prompt: prefix, suffix, stop: [] };
  // Split first: the user's own text may hold `{suffix}`.
  const prompt = how.template.prompt
    .split(/(\{prefix\}|\{suffix\})/)
    .map((piece) => (piece === '{prefix}' ? prefix : piece === '{suffix}' ? suffix : piece))
    .join('');
  return { prompt, stop: how.template.stop };
}
