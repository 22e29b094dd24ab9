import type { GgufValue } from './ggufWriter.ts';

/** The special tokens of Qwen's coder models, so that llama.cpp knows each one's office: fill-in-the-middle, files, chat turns. */
const specialTokens = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|fim_prefix|>',
  '<|fim_middle|>',
  '<|fim_suffix|>',
  '<|fim_pad|>',
  '<|repo_name|>',
  '<|file_sep|>',
] as const;

export type SpecialToken = (typeof specialTokens)[number];

/** Token numbers: the 256 byte values are themselves, the special tokens follow. Text therefore needs no merges and no surprises. */
export const vocabularySize = 256 + specialTokens.length;

export function tokenOf(special: SpecialToken): number {
  return 256 + specialTokens.indexOf(special);
}

const chatTemplate =
  "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}" +
  '{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';

export function tokenizerMetadata(): ReadonlyMap<string, GgufValue> {
  const id = (special: SpecialToken): GgufValue => ({ type: 'u32', value: tokenOf(special) });
  const normal = 1;
  const control = 3;
  return new Map<string, GgufValue>([
    ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
    ['tokenizer.ggml.pre', { type: 'string', value: 'qwen2' }],
    ['tokenizer.ggml.tokens', { type: 'strings', value: [...byteNames(), ...specialTokens] }],
    [
      'tokenizer.ggml.token_type',
      { type: 'i32s', value: Array.from({ length: vocabularySize }, (_, token) => (token < 256 ? normal : control)) },
    ],
    ['tokenizer.ggml.merges', { type: 'strings', value: [] }],
    ['tokenizer.ggml.bos_token_id', id('<|endoftext|>')],
    ['tokenizer.ggml.eos_token_id', id('<|endoftext|>')],
    ['tokenizer.ggml.eot_token_id', id('<|im_end|>')],
    ['tokenizer.ggml.padding_token_id', id('<|fim_pad|>')],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: true }],
    ['tokenizer.ggml.fim_pre_token_id', id('<|fim_prefix|>')],
    ['tokenizer.ggml.fim_suf_token_id', id('<|fim_suffix|>')],
    ['tokenizer.ggml.fim_mid_token_id', id('<|fim_middle|>')],
    ['tokenizer.ggml.fim_pad_token_id', id('<|fim_pad|>')],
    ['tokenizer.ggml.fim_rep_token_id', id('<|repo_name|>')],
    ['tokenizer.ggml.fim_sep_token_id', id('<|file_sep|>')],
    ['tokenizer.chat_template', { type: 'string', value: chatTemplate }],
  ]);
}

/** GPT-2 writes each byte as one printable character: printable bytes as themselves, the others moved up behind U+0100. */
function byteNames(): readonly string[] {
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(isPrintable ? byte : 256 + moved++);
  });
}
