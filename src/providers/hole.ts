import { fimTemplateFor } from '../core/catalogue/index.ts';
import { fimPrompt, inComments, neutralised } from '../core/hole/index.ts';
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
  if (how.type === 'template') return { prompt: fimPrompt(how.template, segments), stop: how.template.stop };
  // The server writes the tokens around it, which the user's own text must not say either, as far as the model's name tells which they are.
  const controls = fimTemplateFor(candidate.model.id)?.controls ?? [];
  const files = segments.filter(({ role }) => role === 'context');
  const name = segments.find(({ role }) => role === 'prefix')?.name;
  const prompt = inComments(files, name) + textOf(segments, 'prefix');
  return { prompt: neutralised(prompt, controls), suffix: neutralised(textOf(segments, 'suffix'), controls), stop: [] };
}
