import type { Pressure } from '../budget/index.ts';
import type { RuleFacts } from '../rules/index.ts';
import type { Profile } from './profile.ts';

/** What rules may ask of a request. */
export function factsOf(profile: Profile, { all: { pressure } }: Pressure, localTime: RuleFacts['time']): RuleFacts {
  const { kind, language = '', workspace = '', trigger, inputTokens, predicted, images, tools, paths, state } = profile;
  return {
    task: {
      kind,
      language,
      workspace,
      trigger,
      inputTokens,
      outputTokens: Math.round(predicted.outputTokens.median),
      images,
      tools: tools.length,
      paths,
      failingTests: state?.failingTests ?? 0,
      repeatedCalls: state?.repeatedCalls ?? 0,
      stepsWithoutProgress: state?.stepsWithoutProgress ?? 0,
      diffLines: state?.diffLines ?? 0,
    },
    budget: { pressure },
    time: localTime,
  };
}
