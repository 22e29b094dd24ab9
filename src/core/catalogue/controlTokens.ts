import { fimFamilyRows } from './fimTemplates.ts';

/**
 * What begins and ends turns of a conversation, by the makers' chat templates: ChatML, Llama, Gemma, Mistral, Phi and GLM, Granite, DeepSeek,
 * Command, gpt-oss. A server that runs a model puts the conversation into such tokens and reads them wherever they stand in it.
 */
const chatTokens: readonly string[] = [
  ...['<|im_start|>', '<|im_end|>', '<|im_sep|>', '<|endoftext|>', '<|endofprompt|>'],
  ...['<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<|eom_id|>', '<|python_tag|>'],
  ...['<|header_start|>', '<|header_end|>', '<|eot|>', '<|eom|>', '<<SYS>>', '<</SYS>>'],
  ...['<start_of_turn>', '<end_of_turn>', '<bos>', '<eos>'],
  ...[
    '[INST]',
    '[/INST]',
    '[SYSTEM_PROMPT]',
    '[/SYSTEM_PROMPT]',
    '[AVAILABLE_TOOLS]',
    '[/AVAILABLE_TOOLS]',
    '[TOOL_CALLS]',
    '[TOOL_RESULTS]',
  ],
  ...['[/TOOL_RESULTS]', '<s>', '</s>'],
  ...['<|system|>', '<|user|>', '<|assistant|>', '<|observation|>', '<|tool|>', '<|end|>'],
  ...['<|start_of_role|>', '<|end_of_role|>', '<|start|>', '<|channel|>', '<|message|>', '<|return|>', '<|call|>'],
  ...['<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<｜User｜>', '<｜Assistant｜>', '<|EOT|>'],
  ...['<|START_OF_TURN_TOKEN|>', '<|END_OF_TURN_TOKEN|>', '<|SYSTEM_TOKEN|>', '<|USER_TOKEN|>', '<|CHATBOT_TOKEN|>'],
];

/** All tokens that mean something to a model of any family, in a conversation or around a hole. */
export const controlTokens: readonly string[] = [
  ...new Set([...chatTokens, ...fimFamilyRows.flatMap(({ controls, stop }) => [...(controls ?? []), ...stop])]),
];
