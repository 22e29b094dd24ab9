/** A prompt with a hole, in the special tokens that a family of models was trained on. `{prefix}` and `{suffix}` stand for the text. */
export interface FimTemplate {
  readonly family: string;
  readonly prompt: string;
  /** Tokens that end an answer and that some servers print. */
  readonly stop: readonly string[];
}

/**
 * How an endpoint takes a hole: llama.cpp's own route, a `suffix` field, a prompt that we write in the model's own tokens, or a conversation that
 * asks for what belongs there, where the model was not trained to fill holes.
 */
export type FillInTheMiddle =
  | { readonly type: 'infill' }
  | { readonly type: 'suffix' }
  | { readonly type: 'template'; readonly template: FimTemplate }
  | { readonly type: 'chat' };

/** Model cards of each family, read 2026-11. */
const templates: readonly (FimTemplate & { readonly names: RegExp })[] = [
  {
    family: 'qwen-coder',
    names: /qwen[\d.]*-?coder/i,
    prompt: '<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>',
    stop: ['<|endoftext|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<|im_end|>'],
  },
  { family: 'codellama', names: /code-?llama/i, prompt: '<PRE> {prefix} <SUF>{suffix} <MID>', stop: ['<EOT>'] },
  {
    family: 'deepseek-coder',
    names: /deepseek-coder/i,
    prompt: '<｜fim▁begin｜>{prefix}<｜fim▁hole｜>{suffix}<｜fim▁end｜>',
    stop: ['<｜end▁of▁sentence｜>'],
  },
  {
    family: 'starcoder',
    names: /starcoder/i,
    prompt: '<fim_prefix>{prefix}<fim_suffix>{suffix}<fim_middle>',
    stop: ['<|endoftext|>', '<file_sep>'],
  },
  { family: 'codestral', names: /codestral/i, prompt: '[SUFFIX]{suffix}[PREFIX]{prefix}', stop: ['</s>'] },
  {
    family: 'codegemma',
    names: /codegemma/i,
    prompt: '<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>',
    stop: ['<|file_separator|>', '<eos>'],
  },
];

/** The template of a local model by its free-form name, e.g. `qwen2.5-coder-7b-q4_k_m.gguf`; undefined where none is known. */
export function fimTemplateFor(modelName: string): FimTemplate | undefined {
  return withoutNames(templates.find(({ names }) => names.test(modelName)));
}

/** The template of a family, by the family's exact name. */
export function fimTemplateOfFamily(family: string): FimTemplate | undefined {
  return withoutNames(templates.find((template) => template.family === family));
}

export const fimFamilies: readonly string[] = templates.map(({ family }) => family);

function withoutNames(template: FimTemplate | undefined): FimTemplate | undefined {
  return template && { family: template.family, prompt: template.prompt, stop: template.stop };
}
