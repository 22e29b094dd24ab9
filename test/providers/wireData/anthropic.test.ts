import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { createAnthropic } from '../../../src/providers/anthropic/anthropic.ts';
import { readUsage, type UsageOnWire } from '../../../src/providers/anthropic/usage.ts';
import { createOpenAi } from '../../../src/providers/openai/openai.ts';
import { useServers } from '../../support/useServer.ts';
import { areMissing, unlessMissing } from '../openaiCompatible/recordedStreams.ts';
import { asNamedEvents, played, textOfFile } from './played.ts';

const startServer = useServers();
const play = (file: string) => played(startServer, createAnthropic({ fetch }), asNamedEvents(textOfFile(file)));

/** What every recording says of its terms; some say no region. */
const standard = { serviceTier: 'standard' };
const nowhere = { serviceTier: 'standard', inferenceGeo: 'not_available' };

describe.skipIf(areMissing)(`Anthropic, as recorded${unlessMissing}`, () => {
  it('answers in text', async () => {
    expect(await play('anthropic-text.chunks.txt')).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 12, output: 1 }, isPartial: true, billing: nowhere },
      {
        type: 'text-delta',
        text: "Hello! I'm doing well, thank you for asking. How are you doing today? Is there anything I can help you with?",
      },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 12, output: 30 }, billing: nowhere },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('thinks before it answers; the thoughts are not counted apart here', async () => {
    const thought = 'The previous result was 925. Now I need to divide that by 5.\n\n925 ÷ 5 = 185';
    expect(await play('anthropic-clear-thinking.1.chunks.txt')).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 69, output: 2 }, isPartial: true, billing: nowhere },
      { type: 'reasoning-delta', text: thought },
      { type: 'reasoning-end', texts: [thought], opaque: expect.stringMatching(/^signed:EvQBCkYICxgC[\w+/]{260,}$/) },
      { type: 'text-delta', text: '925 ÷ 5 = 185' },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 69, output: 53 }, billing: nowhere },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('calls a tool', async () => {
    const call = {
      id: 'toolu_01KFbKqPYSuAKujiL6mTfzYA',
      name: 'json',
      argumentsText: '{"elements": [{"location": "San Francisco", "temperature": 58, "condition": "sunny"}]}',
    };
    expect(await play('anthropic-json-tool.1.chunks.txt')).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 849, output: 10 }, isPartial: true, billing: standard },
      { type: 'tool-call-start', id: call.id, name: 'json' },
      { type: 'tool-call-delta', id: call.id, argumentsText: call.argumentsText },
      { type: 'tool-call-end', call },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 849, output: 47 }, billing: standard },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });

  it('calls a tool without arguments, and writes none', async () => {
    const id = 'toolu_01QE1WLsSVp5hy5Q3GmGTmjP';
    expect(await play('anthropic-tool-no-args.chunks.txt')).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 565, output: 7 }, isPartial: true, billing: standard },
      { type: 'text-delta', text: "I'll update the issue list for you." },
      { type: 'tool-call-start', id, name: 'updateIssueList' },
      { type: 'tool-call-end', call: { id, name: 'updateIssueList', argumentsText: '{}' } },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 565, output: 48 }, billing: standard },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });

  it('counts its input again at the end: the later count replaces the earlier', async () => {
    expect(await play('anthropic-message-delta-input-tokens.chunks.txt')).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 43, output: 1 }, isPartial: true },
      { type: 'text-delta', text: 'pong' },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 61, output: 2 } },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('refuses, and is billed for it', async () => {
    expect(await play('anthropic-refusal.chunks.txt')).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 18, output: 1 }, isPartial: true, billing: nowhere },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 18, output: 5 }, billing: nowhere },
      { type: 'finish', reason: 'content-filter' },
    ]);
  });

  it('answers whole with the same buckets as in a stream', () => {
    const { usage } = JSON.parse(textOfFile('anthropic-text.json')) as { readonly usage: UsageOnWire };
    expect(readUsage(usage)).toEqual({
      parts: [{ type: 'usage', usage: { ...noUsage, uncachedInput: 12, output: 29 }, billing: nowhere }],
    });
  });

  it('behind a gateway that speaks Chat Completions calls a tool numbered 1, and tells no usage: estimate', async () => {
    const call = { id: 'toolu_sanitized', name: 'read_file', argumentsText: '{"path": "a.txt"}' };
    const body = textOfFile('anthropic-fallback-tool-call.sse');
    expect(await played(startServer, createOpenAi({ fetch }), body, { api: 'chat' })).toEqual([
      { type: 'text-delta', text: 'Reading it.' },
      { type: 'tool-call-start', id: call.id, name: 'read_file' },
      { type: 'tool-call-delta', id: call.id, argumentsText: call.argumentsText },
      { type: 'tool-call-end', call },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });
});
