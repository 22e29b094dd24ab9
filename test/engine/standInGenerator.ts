import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InfillRequest } from './copyRule.ts';

export interface GenerationRequest {
  readonly tokens: readonly number[];
  readonly limit: number;
  readonly temperature: number;
  readonly stop: readonly string[];
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
}

export interface Generation {
  readonly text: string;
  readonly stopType: 'eos' | 'limit' | 'word' | 'none';
  readonly stoppingWord: string;
  readonly promptTokens: number;
  /** How many of the prompt's tokens were still evaluated from the request before. */
  readonly cachedTokens: number;
  readonly predictedTokens: number;
  readonly promptMs: number;
  readonly predictedMs: number;
}

export interface Generator {
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly modelBytes: number;
  completionTokens(prompt: string): readonly number[];
  chatTokens(messages: readonly { readonly role: string; readonly content: string }[]): readonly number[];
  infillTokens(request: Required<Omit<InfillRequest, 'prompt'>>): readonly number[];
  generate(request: GenerationRequest): Promise<Generation>;
}

/** Loads the copy model with node-llama-cpp, which lies in `.rig`, and not among this project's dependencies. */
export async function loadGenerator(nodeModules: string, modelPath: string): Promise<Generator> {
  const entry = path.join(nodeModules, 'node-llama-cpp/dist/index.js');
  const { getLlama, LlamaCompletion, LlamaLogLevel } = (await import(pathToFileURL(entry).href)) as NodeLlamaCpp;
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, logLevel: LlamaLogLevel.error });
  const model = await llama.loadModel({ modelPath });
  const contextLength = 8192;
  const context = await model.createContext({ contextSize: contextLength, batchSize: 1024, threads: 1, sequences: 1 });
  const sequence = context.getSequence();
  const completion = new LlamaCompletion({ contextSequence: sequence });
  let queue: Promise<unknown> = Promise.resolve();

  async function generateNow({ tokens, limit, temperature, stop, signal, onText }: GenerationRequest): Promise<Generation> {
    const before = sequence.tokenMeter.getState();
    const startedAt = performance.now();
    let firstAt: number | undefined;
    const { response, metadata } = await completion.generateCompletionWithMeta(tokens, {
      maxTokens: limit,
      temperature,
      signal,
      stopOnAbortSignal: true,
      // On by default, and ruinous for code, which repeats itself.
      repeatPenalty: false,
      ...(stop.length > 0 ? { customStopTriggers: stop } : {}),
      onTextChunk: (chunk: string) => {
        firstAt ??= performance.now();
        onText(chunk);
      },
    });
    const endedAt = performance.now();
    const used = sequence.tokenMeter.diff(before);
    return {
      text: response,
      stopType: stopTypes[metadata.stopReason] ?? 'none',
      stoppingWord: metadata.customStopTrigger?.join('') ?? '',
      promptTokens: tokens.length,
      cachedTokens: Math.max(0, tokens.length - used.usedInputTokens),
      predictedTokens: used.usedOutputTokens,
      promptMs: (firstAt ?? endedAt) - startedAt,
      predictedMs: Math.max(0.001, endedAt - (firstAt ?? endedAt)),
    };
  }

  const bytes = (text: string): readonly number[] => model.tokenize(text, false);
  const special = (text: string): readonly number[] => model.tokenize(text, true);
  return {
    contextLength,
    vocabularySize: model.fileInfo.metadata.llama?.vocab_size ?? 0,
    modelBytes: model.size,
    completionTokens: (prompt) => [...special('<|endoftext|>'), ...bytes(prompt)],
    chatTokens: (messages) => [
      ...special('<|endoftext|>'),
      ...messages.flatMap(({ role, content }) => [
        ...special('<|im_start|>'),
        ...bytes(`${role}\n${content}`),
        ...special('<|im_end|>'),
        ...bytes('\n'),
      ]),
      ...special('<|im_start|>'),
      ...bytes('assistant\n'),
    ],
    // The order of llama-server's own layout.
    infillTokens: ({ prefix, suffix, extra }) => [
      ...special('<|repo_name|>'),
      ...bytes('myproject\n'),
      ...extra.flatMap((file) => [...special('<|file_sep|>'), ...bytes(`${file.filename}\n${file.text}`)]),
      ...special('<|file_sep|>'),
      ...bytes('filename\n'),
      ...special('<|endoftext|>'),
      ...special('<|fim_prefix|>'),
      ...bytes(prefix),
      ...special('<|fim_suffix|>'),
      ...bytes(suffix),
      ...special('<|fim_middle|>'),
    ],
    generate: (request) => {
      // There is one sequence: one request at a time.
      const turn = queue.then(() => generateNow(request));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

const stopTypes: Readonly<Record<string, Generation['stopType']>> = {
  eogToken: 'eos',
  maxTokens: 'limit',
  customStopTrigger: 'word',
  stopGenerationTrigger: 'word',
};

/** What is used of node-llama-cpp's own types, which are only there once the rig is. */
interface NodeLlamaCpp {
  readonly LlamaLogLevel: { readonly error: string };
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<LlamaModel> }>;
  readonly LlamaCompletion: new (options: object) => LlamaCompletion;
}

interface LlamaModel {
  readonly size: number;
  readonly fileInfo: { readonly metadata: { readonly llama?: { readonly vocab_size?: number } } };
  tokenize(text: string, withSpecialTokens: boolean): readonly number[];
  createContext(options: object): Promise<{ getSequence(): LlamaSequence }>;
}

interface LlamaSequence {
  readonly tokenMeter: {
    getState(): object;
    diff(before: object): { readonly usedInputTokens: number; readonly usedOutputTokens: number };
  };
}

interface LlamaCompletion {
  generateCompletionWithMeta(
    tokens: readonly number[],
    options: object,
  ): Promise<{
    readonly response: string;
    readonly metadata: { readonly stopReason: string; readonly customStopTrigger?: readonly string[] };
  }>;
}
