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

function templateOf(row: FimFamily | undefined): FimTemplate | undefined {
  if (!row) return undefined;
  const { names: _names, source: _source, ...template } = row;
  return template;
}
