import type { Model } from './candidate.ts';
import { type FimFamily, type FimTemplate, fimFamilyRows } from './fimTemplates.ts';

export type { FimTemplate } from './fimTemplates.ts';

/**
 * How an endpoint takes a hole: llama.cpp's own route, a `suffix` field, a prompt that we write in the model's own tokens, or a conversation that
 * asks for what belongs there, where the model was not trained to fill holes.
 */
export type FillInTheMiddle =
  | { readonly type: 'infill' }
  | { readonly type: 'suffix' }
  | { readonly type: 'template'; readonly template: FimTemplate }
  | { readonly type: 'chat' };

/** The template of a local model by its free-form name, e.g. `qwen2.5-coder-7b-q4_k_m.gguf`; undefined where none is known. */
export function fimTemplateFor(modelName: string): FimTemplate | undefined {
  return templateOf(fimFamilyRows.find(({ names }) => names.test(modelName)));
}

/** The template of a family, by the family's exact name. */
export function fimTemplateOfFamily(family: string): FimTemplate | undefined {
  return templateOf(fimFamilyRows.find((row) => row.family === family));
}

export const fimFamilies: readonly string[] = fimFamilyRows.map(({ family }) => family);

/**
 * How a model fills holes: as its row says, or else in a conversation, where it can chat, is near or small, and answers at once. What thinks
 * first would be late, and its thoughts would be most of the bill: those whose lowest effort is none at all, or next to it, may be told not to.
 */
export function fillsHolesBy({
  fillInTheMiddle,
  canChat,
  tier,
  efforts: [lowest] = [],
  quirks = {},
}: Pick<Model, 'fillInTheMiddle' | 'canChat' | 'tier' | 'efforts' | 'quirks'>): FillInTheMiddle | undefined {
  if (fillInTheMiddle) return fillInTheMiddle;
  const answersAtOnce = lowest === undefined ? quirks.reasoning !== true : lowest === 'none' || lowest === 'minimal';
  return canChat && (tier === 'local' || tier === 'small') && answersAtOnce ? inConversation : undefined;
}

const inConversation: FillInTheMiddle = { type: 'chat' };

function templateOf(row: FimFamily | undefined): FimTemplate | undefined {
  if (!row) return undefined;
  const { names: _names, source: _source, ...template } = row;
  return template;
}
