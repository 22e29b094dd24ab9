import type * as vscode from 'vscode';
import { type Candidate, type Tier, tiers } from '../../core/catalogue/index.ts';
import type { Router } from '../../core/router.ts';
import { type Decision, outputLimit } from '../../core/selection/index.ts';
import type { Task } from '../../core/task/index.ts';
import { promptSegment } from '../../platform/chatRequestSegment.ts';
import { modelName, whoAnswersInWords, whyInWords } from './words.ts';

/** `auto`: as the router chooses. A tier: a model of just that tier, or a local one as the last resort. */
export const farthingModels = ['auto', ...tiers] as const;

export type FarthingModel = (typeof farthingModels)[number];

export function isFarthingModel(id: string): id is FarthingModel {
  return farthingModels.some((one) => one === id);
}

/** The longest answer that is asked for: what is held of a budget while an answer comes is made of it. An ASSUMPTION: 30 kB of text. */
export const mostOutputTokens = 8192;

/** ASSUMPTION, where a local server does not tell how much it takes, or nobody may answer at this moment. */
const unknownContextTokens = 16_384;

/** The user's choice in the editor's list of models. */
export function tierOf(model: FarthingModel): { readonly tier?: Tier } {
  return model === 'auto' ? {} : { tier: model };
}

/** What the editor lists: who would answer now, and for how much, where others show a multiplier of their subscription. */
export function informationOf(router: Router, model: FarthingModel): vscode.LanguageModelChatInformation {
  const decision = router.decide(sample(model));
  const candidate = decision.outcome === 'chosen' ? decision.chosen.candidate : undefined;
  const maxOutputTokens = candidate ? outputLimit(mostOutputTokens, candidate.model) : mostOutputTokens;
  return {
    id: model,
    name: modelName(model),
    family: `farthing-${model}`,
    version: '1',
    detail: whoAnswersInWords(candidate),
    tooltip: tooltipOf(decision),
    maxInputTokens: Math.max(1, contextOf(candidate) - maxOutputTokens),
    maxOutputTokens,
    // Who cannot use tools, or see pictures, is passed over for a request that holds them.
    capabilities: { toolCalling: true, imageInput: candidate?.model.canSeeImages === true },
  };
}

function contextOf(candidate: Candidate | undefined): number {
  return candidate?.model.contextTokens ?? unknownContextTokens;
}

function tooltipOf(decision: Decision): string {
  return whyInWords(decision);
}

/** Any short question: who answers depends on the kind and the tier, hardly on the words. */
function sample(model: FarthingModel): Task & { readonly tier?: Tier } {
  return {
    id: 'sample',
    kind: 'chat',
    segments: [promptSegment('user', 'turn', 'Why?')],
    maxOutputTokens: mostOutputTokens,
    stop: [],
    origin: { trigger: 'command' },
    ...tierOf(model),
  };
}
