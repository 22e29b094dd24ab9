import type { Candidate } from './catalogue/index.ts';
import type { Redaction } from './policy/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import { type Profile, withPrompt } from './selection/index.ts';
import { ProviderError } from './task/index.ts';

/** A prompt as it is sent. */
export interface Prompt {
  readonly profile: Profile;
  readonly redactions: readonly Redaction[];
}

export type PromptFor = (candidate: Candidate) => Promise<Prompt | { readonly error: ProviderError }>;

/** The prompt as a candidate gets it: as it is on this machine, and else with what must not leave taken out, once for all candidates. */
export function promptsOf({ redact }: Pick<RouterPorts, 'redact'>, profile: Profile): PromptFor {
  let redacted: Promise<Prompt | { readonly error: ProviderError }> | undefined;
  const redactAll = async (): Promise<Prompt | { readonly error: ProviderError }> => {
    try {
      const { segments, redactions } = await redact.all(profile.segments);
      const { tools, redactions: ofTools } = await redact.tools(profile.tools);
      return { profile: withPrompt(profile, segments, tools), redactions: [...redactions, ...ofTools] };
    } catch (cause) {
      return {
        error: new ProviderError('policy', 'the prompt could not be searched for secrets, so it does not leave this machine', { cause }),
      };
    }
  };
  return async (candidate) => {
    if (candidate.endpoint.billing === 'local') return { profile, redactions: [] };
    redacted ??= redactAll();
    return redacted;
  };
}
