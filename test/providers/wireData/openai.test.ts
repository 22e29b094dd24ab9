import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { createOpenAi } from '../../../src/providers/openai/openai.ts';
import { useServers } from '../../support/useServer.ts';
import { areMissing, unlessMissing } from '../openaiCompatible/recordedStreams.ts';
import { asChunks, asNamedEvents, played, textOfFile } from './played.ts';

const startServer = useServers();

describe.skipIf(areMissing)(`OpenAI, as recorded${unlessMissing}`, () => {
  it('answers in text by Chat Completions, its usage in a chunk of its own', async () => {
    const [text, ...parts] = await played(startServer, createOpenAi({ fetch }), asChunks(textOfFile('openai-text.chunks.txt')), {
      api: 'chat',
    });
    const said = text?.type === 'text-delta' ? text.text : '';
    // The text is others': its length, its beginning and its fingerprint stand for it.
    expect([said.length, said.slice(0, 29), createHash('sha256').update(said).digest('hex')]).toEqual([
      1724,
      '**Holiday Name:** Harmony Day',
      '53b2d9e583d02b3ff0a0e83be5beb61ce1d16ccddc7ab9f033e72ec8ef55c8e4',
    ]);
    expect(parts).toEqual([
      {
        type: 'usage',
        usage: { ...noUsage, uncachedInput: 16, output: 300 },
        reasoningTokens: 0,
        billing: { serviceTier: 'default' },
      },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('calls a custom tool by Responses, whose arguments are plain text', async () => {
    const call = { id: 'call_custom_sql_001', name: 'write_sql', argumentsText: 'SELECT * FROM users WHERE age > 25' };
    const body = asNamedEvents(textOfFile('openai-custom-tool.1.chunks.txt'));
    expect(await played(startServer, createOpenAi({ fetch }), body)).toEqual([
      { type: 'tool-call-start', id: call.id, name: 'write_sql' },
      { type: 'tool-call-delta', id: call.id, argumentsText: call.argumentsText },
      { type: 'tool-call-end', call },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 50, output: 20 }, reasoningTokens: 0 },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });

  it('has an empty purse, told inside a stream of status 200: no usage, nothing to pay', async () => {
    const body = asNamedEvents(textOfFile('openai-error.1.chunks.txt'));
    const parts = await played(startServer, createOpenAi({ fetch }), body);
    expect(parts).toMatchObject([{ type: 'error', error: { reason: 'payment-required', isRetryable: false, status: undefined } }]);
    expect(parts).toHaveLength(1);
  });
});
