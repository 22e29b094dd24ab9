import { describe, expect, it } from 'vitest';
import { fimTemplateFor, type Model } from '../../src/core/catalogue/index.ts';
import { noUsage, type StreamPart, type Task } from '../../src/core/task/index.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import { collect } from '../support/collect.ts';
import { event, events, json, type ScriptedServer } from '../support/scriptedServer.ts';
import { callOf, holeTask, localCandidate } from '../support/tasks.ts';
import { useServers } from '../support/useServer.ts';

const startServer = useServers();
const provider = createOpenAiCompatible({ fetch });
const done = event('[DONE]');
const ask = (server: ScriptedServer, task: Task, model: Partial<Model>): AsyncIterable<StreamPart> =>
  provider.stream(callOf(task, localCandidate('qwen', model, server.url)), new AbortController().signal);

describe('A hole', () => {
  const completion = (text: string, finish_reason: string | null = null): string =>
    event({ id: 'c', object: 'text_completion', choices: [{ index: 0, text, finish_reason }] });
  const usual = { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49, prompt_tokens_details: { cached_tokens: 30 } };
  const route = 'POST /v1/completions';
  const files: Task['segments'] = [{ role: 'context', stability: 'workspace', name: 'a.ts', text: 'export {};\n' }];

  it('goes with its suffix where the server takes one', async () => {
    const server = await startServer({
      [route]: events([completion('zeb'), completion('ra', 'stop'), event({ id: 'c', choices: [], usage: usual }), done]),
    });
    const task = holeTask('', '', { segments: [...files, ...holeTask('let ', ' = 1;').segments] });
    expect(await collect(ask(server, task, { fillInTheMiddle: { type: 'suffix' } }))).toEqual([
      { type: 'text-delta', text: 'zeb' },
      { type: 'text-delta', text: 'ra' },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 12, cacheRead: 30, output: 7 } },
      { type: 'finish', reason: 'stop' },
    ]);
    expect(server.requests[0]?.body).toEqual({
      model: 'qwen',
      prompt: '// Path: a.ts\n// export {};\nlet ',
      suffix: ' = 1;',
      max_tokens: 100,
      temperature: 0,
      stop: ['\n'],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it.each([
    [
      'qwen2.5-coder',
      '<|fim_prefix|>P{suffix}<|fim_suffix|>S{prefix}<|fim_middle|>',
      ['\n', '<|endoftext|>', '<|fim_pad|>', '<|repo_name|>'],
    ],
    ['codellama', '<PRE> P{suffix} <SUF>S{prefix} <MID>', ['\n', '<EOT>']],
    ['deepseek-coder', '<｜fim▁begin｜>P{suffix}<｜fim▁hole｜>S{prefix}<｜fim▁end｜>', ['\n', '<｜end▁of▁sentence｜>']],
    ['starcoder2', '<fim_prefix>P{suffix}<fim_suffix>S{prefix}<fim_middle>', ['\n', '<|endoftext|>', '<file_sep>']],
    ['codestral', '[SUFFIX]S{prefix}[PREFIX]P{suffix}', ['\n', '</s>']],
    ['codegemma', '<|fim_prefix|>P{suffix}<|fim_suffix|>S{prefix}<|fim_middle|>', ['\n', '<|file_separator|>', '<eos>']],
  ])('is written in the special tokens of %s, and the user’s own braces stay as they are', async (name, prompt, stop) => {
    const template = fimTemplateFor(name);
    if (!template) throw new Error(`no template for ${name}`);
    const server = await startServer({ [route]: events([completion('x', 'stop'), done]) });
    await collect(ask(server, holeTask('P{suffix}', 'S{prefix}'), { fillInTheMiddle: { type: 'template', template } }));
    expect(server.requests[0]?.body).toMatchObject({ prompt, stop });
    expect(server.requests[0]?.body).not.toHaveProperty('suffix');
  });

  it('is refused where the model cannot fill it in here', async () => {
    const server = await startServer({ [route]: json({}) });
    expect(await collect(ask(server, holeTask('a', 'b'), { fillInTheMiddle: { type: 'infill' } }))).toMatchObject([
      { type: 'error', error: { reason: 'unsupported' } },
    ]);
    expect(server.requests).toEqual([]);
  });
});
