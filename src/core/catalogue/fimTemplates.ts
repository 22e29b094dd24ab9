/** Prompts in which the texts of other files come before the one with the hole, as a family was trained on whole repositories. */
interface RepositoryPrompt {
  /** One other file: `{path}` and `{text}`. */
  readonly file: string;
  /** All of it: `{files}`, then `{path}` (of the file with the hole), `{prefix}` and `{suffix}`. */
  readonly prompt: string;
}

/** A prompt with a hole, in the special tokens that a family of models was trained on. `{prefix}` and `{suffix}` stand for the text. */
export interface FimTemplate {
  readonly family: string;
  readonly prompt: string;
  /** Missing where the family was trained on single files: what others say is then told in comments. */
  readonly repository?: RepositoryPrompt;
  /** Tokens that end an answer and that some servers print. */
  readonly stop: readonly string[];
  /** All the special tokens that mean something here, so that the user's own text never says one. Missing: those of `stop` only. */
  readonly controls?: readonly string[];
}

export interface FimFamily extends FimTemplate {
  /** Model names of it, wherever they are hosted: `Qwen/Qwen2.5-Coder-7B`, `qwen2.5-coder:7b`, `qwen2.5-coder-7b-q4_k_m.gguf`. */
  readonly names: RegExp;
  readonly source: { readonly url: string; readonly readOn: string };
}

const readOn = '2026-11-22';
/** llama.cpp's server says a fixed name, too: that of the user's project is nobody's business. */
const repositoryName = 'workspace';

const qwenTokens = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>'];
const qwenChatTokens = ['<|im_start|>', '<|im_end|>', '<|endoftext|>'];
const starTokens = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<fim_pad>'];
const starPrompt = '<fim_prefix>{prefix}<fim_suffix>{suffix}<fim_middle>';
const seedTokens = ['<[fim-suffix]>', '<[fim-prefix]>', '<[fim-middle]>'];
const deepSeekTokens = ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'];

/**
 * Families whose special tokens a page of their makers, or the code of a server that runs them, confirms; the first whose names fit counts.
 * Left out because nothing confirmed them: Granite 4 (its page says FIM, and no tokens), Yi-Coder and Replit Code.
 */
export const fimFamilyRows: readonly FimFamily[] = [
  {
    // The base models and, as Qwen3-Coder's page shows, its instructed ones. Qwen2.5-Coder's instructed ones still do it:
    // https://docs.siliconflow.cn/en/userguide/guides/fim offers them for it.
    family: 'qwen-coder',
    names: /(?<![a-z0-9])qwen(?:2\.5|3)[-_]?coder(?![a-z])/i,
    source: { url: 'https://github.com/QwenLM/Qwen3-Coder#fill-in-the-middle-with-qwen3-coder', readOn },
    prompt: '<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>',
    // Qwen2.5-Coder Technical Report, 3.2.2, https://arxiv.org/abs/2409.12186: file names and texts, then the hole behind its own name.
    repository: {
      file: '<|file_sep|>{path}\n{text}\n',
      prompt: `<|repo_name|>${repositoryName}\n{files}<|file_sep|>{path}\n<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>`,
    },
    stop: ['<|endoftext|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<|im_end|>'],
    controls: [...qwenTokens, ...qwenChatTokens],
  },
  {
    // 7B and 13B, base and instructed; not 34B and not the Python models (the paper's section 2.3). The paper says it of 70B too, whose instructed and
    // Python models its card trains otherwise; nothing shows that it is served so, and the bigger model answers as well in a conversation.
    family: 'codellama',
    names: /(?<![a-z0-9])code-?llama(?!.*(?:34b|70b|python))/i,
    source: { url: 'https://arxiv.org/abs/2308.12950', readOn },
    prompt: '<PRE> {prefix} <SUF>{suffix} <MID>',
    stop: ['<EOT>'],
    controls: ['<PRE>', '<SUF>', '<MID>', '<EOT>'],
  },
  {
    // V1's page lists insertion for the base models alone; V2's instructed ones are offered for it (https://docs.siliconflow.cn/en/userguide/guides/fim).
    family: 'deepseek-coder',
    names: /(?<![a-z0-9])deepseek-coder(?:-v2|(?!.*instruct))/i,
    source: { url: 'https://github.com/deepseek-ai/DeepSeek-Coder#2code-insertion', readOn },
    prompt: '<｜fim▁begin｜>{prefix}<｜fim▁hole｜>{suffix}<｜fim▁end｜>',
    // Section 4 of that page: each file under its name as a comment, one behind the other.
    repository: {
      file: '#{path}\n{text}\n',
      prompt: '<｜fim▁begin｜>{files}#{path}\n{prefix}<｜fim▁hole｜>{suffix}<｜fim▁end｜>',
    },
    stop: ['<｜end▁of▁sentence｜>'],
    controls: [...deepSeekTokens, '<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<|EOT|>', '<｜User｜>', '<｜Assistant｜>'],
  },
  {
    // Trained on whole repositories, the path inside the hole's prefix (section 5.1 of the paper). The instructed 15B model is a chat model.
    family: 'starcoder2',
    names: /(?<![a-z0-9])starcoder-?2(?!.*instruct)/i,
    source: { url: 'https://arxiv.org/abs/2402.19173', readOn },
    prompt: starPrompt,
    repository: {
      file: '<file_sep>{path}\n{text}',
      prompt: `<repo_name>${repositoryName}{files}<file_sep><fim_prefix>{path}\n{prefix}<fim_suffix>{suffix}<fim_middle>`,
    },
    stop: ['<|endoftext|>', '<file_sep>'],
    controls: [...starTokens, '<file_sep>', '<repo_name>', '<|endoftext|>'],
  },
  {
    family: 'starcoder',
    names: /(?<![a-z0-9])(?:tiny[-_])?starcoder(?:base|plus)?(?![a-z0-9])/i,
    source: { url: 'https://huggingface.co/bigcode/starcoder#fill-in-the-middle', readOn },
    prompt: starPrompt,
    stop: ['<|endoftext|>', '<file_sep>'],
    controls: [...starTokens, '<filename>', '<reponame>', '<gh_stars>', '<|endoftext|>', '<file_sep>'],
  },
  {
    // Mamba and the embedding model share the name, not the ability. Other files stand in front of the prefix behind `+++++ path`, as Continue
    // writes them.
    family: 'codestral',
    names: /(?<![a-z0-9])codestral(?!.*(?:mamba|embed))/i,
    source: {
      url: 'https://github.com/continuedev/continue/blob/main/core/autocomplete/templating/AutocompleteTemplate.ts',
      readOn,
    },
    prompt: '[SUFFIX]{suffix}[PREFIX]{prefix}',
    repository: { file: '+++++ {path}\n{text}\n\n', prompt: '[SUFFIX]{suffix}[PREFIX]{files}+++++ {path}\n{prefix}' },
    stop: ['</s>'],
    controls: ['[PREFIX]', '[SUFFIX]', '[MIDDLE]', '[INST]', '[/INST]', '<s>', '</s>'],
  },
  {
    // `-it` is the chat model: its page lists completion for the others alone.
    family: 'codegemma',
    names: /(?<![a-z0-9])codegemma(?!.*(?:[-_]it(?![a-z])|instruct))/i,
    source: { url: 'https://ai.google.dev/gemma/docs/codegemma/prompt-structure', readOn },
    prompt: '<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>',
    // The page has the separator for several files, and nothing of their names: that they stand above the text is our choice.
    repository: {
      file: '{path}\n{text}<|file_separator|>',
      prompt: '{files}{path}\n<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>',
    },
    stop: ['<|file_separator|>', '<eos>'],
    controls: [
      ...['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_separator|>'],
      ...['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'],
    ],
  },
  {
    // Granite Code, base and instructed, and Granite 3.3 (https://github.com/ggml-org/llama.cpp/pull/12988); it has no token between files.
    family: 'granite',
    names: /(?<![a-z0-9])granite(?:-?3\.3|(?:-\d+b)?-code)(?![a-z0-9])/i,
    source: { url: 'https://github.com/ibm-granite/granite-code-models/issues/3', readOn },
    prompt: starPrompt,
    stop: ['<|endoftext|>', '<|end_of_text|>'],
    controls: [...starTokens, ...['<filename>', '<reponame>', '<|endoftext|>', '<|end_of_text|>', '<|start_of_role|>', '<|end_of_role|>']],
  },
  {
    // The base model's page has the ability, those of the instructed and the reasoning one do not.
    family: 'seed-coder',
    names: /(?<![a-z0-9])seed-?coder(?!.*(?:instruct|reason))/i,
    source: { url: 'https://arxiv.org/abs/2506.03524', readOn },
    prompt: '<[fim-suffix]>{suffix}<[fim-prefix]>{prefix}<[fim-middle]>',
    // The end of a text as those write it who run it: https://github.com/zed-industries/zed (zeta_prompt), whose Zeta 2.1 is made of it.
    stop: ['<[end▁of▁sentence]>', ...seedTokens],
    controls: [...seedTokens, '<[begin▁of▁sentence]>', '<[end▁of▁sentence]>', '<[PAD▁TOKEN]>', '<[SEP▁TOKEN]>'],
  },
  {
    // Trained with the files of the project in front (its page, "Fill in the middle with additional files as context generation"). The first
    // generation only: the second one's page was not found.
    family: 'mellum',
    names: /(?<![a-z0-9])mellum(?![a-z0-9])/i,
    source: { url: 'https://huggingface.co/JetBrains/Mellum-4b-base', readOn },
    prompt: '<fim_suffix>{suffix}<fim_prefix>{prefix}<fim_middle>',
    repository: {
      file: '<filename>{path}\n{text}\n',
      prompt: '{files}<filename>{path}\n<fim_suffix>{suffix}<fim_prefix>{prefix}<fim_middle>',
    },
    stop: ['<|endoftext|>', '<filename>'],
    controls: [...starTokens, '<filename>', '<reponame>', '<gh_stars>', '<|endoftext|>'],
  },
  {
    family: 'stable-code',
    names: /(?<![a-z0-9])stable-code(?!.*instruct)/i,
    source: { url: 'https://huggingface.co/stabilityai/stable-code-3b', readOn },
    prompt: starPrompt,
    stop: ['<|endoftext|>', '<file_sep>'],
    controls: [...starTokens, '<file_sep>', '<repo_name>', '<filename>', '<reponame>', '<|endoftext|>'],
  },
];
