import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { chatTask } from '../../support/tasks.ts';
import { useServers } from '../../support/useServer.ts';
import { areMissing, joined, playedBack, unlessMissing } from '../openaiCompatible/recordedStreams.ts';

const startServer = useServers();

describe.skipIf(areMissing)(`DeepSeek, as recorded${unlessMissing}`, () => {
  it('thinks, and calls a tool: hits of its cache are told apart, thoughts are inside the output', async () => {
    const [thoughts, ...parts] = joined(await playedBack(startServer, 'deepseek-tool-call.chunks.txt', chatTask()));
    const thought =
      'The user is asking for the weather in San Francisco. I need to use the weather tool to get this information. Let me invoke the weather tool with the location parameter set to "San Francisco".';
    expect(thoughts).toEqual({ type: 'reasoning-delta', text: thought });
    const call = { id: 'call_00_ioIn7yN9p1ZOMNpDLwd4MgAF', name: 'weather', argumentsText: '{"location": "San Francisco"}' };
    expect(parts).toEqual([
      { type: 'tool-call-start', id: call.id, name: 'weather' },
      { type: 'tool-call-delta', id: call.id, argumentsText: call.argumentsText },
      // 339 asked = 320 hit + 19 missed
      { type: 'usage', usage: { ...noUsage, uncachedInput: 19, cacheRead: 320, output: 83 }, reasoningTokens: 39 },
      { type: 'reasoning-end', texts: [thought], opaque: 'reasoning_content' },
      { type: 'tool-call-end', call },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });

  it('answers in text up to its limit', async () => {
    const [text, ...parts] = await playedBack(startServer, 'deepseek-text.json', chatTask());
    expect(text).toMatchObject({ type: 'text-delta', text: expect.stringMatching(/^## \*\*Holiday Name: Gratitude of Small Things Day/) });
    expect(parts).toEqual([
      { type: 'usage', usage: { ...noUsage, uncachedInput: 13, output: 300 } },
      { type: 'finish', reason: 'length' },
    ]);
  });
});
