import type { Candidate } from './catalogue/index.ts';
import { chatHole, chatHoleAnswerTokens, chatHoleTokens, isChatHole } from './hole/index.ts';
import type { Redaction } from './policy/index.ts';
import type { RouterPorts } from './routerPorts.ts';
import { outputLimit, type Profile, withPrompt } from './selection/index.ts';
import { isFillInTheMiddle, ProviderError } from './task/index.ts';
import { fitToContext, withinPaidRoom } from './tokens/index.ts';

/** A prompt as it is sent. */
export interface Prompt {
  readonly profile: Profile;
  readonly redactions: readonly Redaction[];
}

type PromptOrError = Prompt | { readonly error: ProviderError };

export type PromptFor = (candidate: Candidate) => Promise<PromptOrError>;

/**
 * The prompt as a candidate gets it: as it is on this machine, and else with no more of other files than is worth its price, and with what must not
 * leave taken out, once for all candidates. Who fills a hole
 * in a conversation gets it as one.
 */
export function promptsOf({ redact }: Pick<RouterPorts, 'redact'>, profile: Profile): PromptFor {
  let redacted: Promise<PromptOrError> | undefined;
  const redactedOnce = (): Promise<PromptOrError> => {
    redacted ??= redactedPrompt(redact, forPaid(profile));
    return redacted;
  };
  return async (candidate) => {
    const isLocal = candidate.endpoint.billing === 'local';
    const prompt = isLocal ? { profile, redactions: [] } : await redactedOnce();
    if ('error' in prompt || !isChatHole({ kind: profile.kind, candidate })) return prompt;
    const asked = inConversation(prompt.profile, candidate);
    if (isLocal) return { profile: asked, redactions: [] };
    // What stands on both sides of the cursor was searched before it was put together, and all of it is again as it is sent.
    const searched = await redactedPrompt(redact, asked);
    return 'error' in searched ? searched : { ...searched, redactions: [...prompt.redactions, ...searched.redactions] };
  };
}

function forPaid(profile: Profile): Profile {
  return isFillInTheMiddle(profile.kind) ? withPrompt(profile, withinPaidRoom(profile.segments), profile.tools) : profile;
}

async function redactedPrompt(redact: RouterPorts['redact'], profile: Profile): Promise<PromptOrError> {
  try {
    const { segments, redactions } = await redact.all(profile.segments);
    const { tools, redactions: ofTools } = await redact.tools(profile.tools);
    return { profile: withPrompt(profile, segments, tools), redactions: [...redactions, ...ofTools] };
  } catch (cause) {
    return {
      error: new ProviderError('policy', 'the prompt could not be searched for secrets, so it does not leave this machine', { cause }),
    };
  }
}

/** Cut to the context before it is put together: a conversation is never cut. The answer's tags are held with it. */
function inConversation(profile: Profile, { model }: Candidate): Profile {
  const maxOutputTokens = profile.maxOutputTokens + chatHoleAnswerTokens;
  const room = (model.contextTokens ?? Number.POSITIVE_INFINITY) - outputLimit(maxOutputTokens, model) - chatHoleTokens;
  const segments = fitToContext(profile.segments, Math.max(0, room));
  return withPrompt({ ...profile, maxOutputTokens }, chatHole(segments, profile.kind, profile.language), profile.tools);
}
