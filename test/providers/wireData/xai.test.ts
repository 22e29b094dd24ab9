import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { chatTask } from '../../support/tasks.ts';
import { useServers } from '../../support/useServer.ts';
import { areMissing, joined, playedBack, unlessMissing } from '../openaiCompatible/recordedStreams.ts';

const startServer = useServers();

describe.skipIf(areMissing)(`xAI, as recorded${unlessMissing}`, () => {
  it('thinks, and calls a tool: its thoughts are beside the output, billed like it, and it says what it charges', async () => {
    const [thoughts, ...parts] = joined(await playedBack(startServer, 'xai-tool-call.chunks.txt', chatTask(), { provider: 'x_ai' }));
    const thought = thoughts?.type === 'reasoning-delta' ? thoughts.text : '';
    expect([thought.length, thought.slice(0, 62), thought.slice(-30)]).toEqual([
      1069,
      'First, the user is asking about the weather in San Francisco. ',
      'this is the logical next step.',
    ]);
    const call = { id: 'call_79382389', name: 'weather', argumentsText: '{"location":"San Francisco"}' };
    expect(parts).toEqual([
      { type: 'tool-call-start', id: call.id, name: 'weather' },
      { type: 'tool-call-delta', id: call.id, argumentsText: call.argumentsText },
      {
        type: 'usage',
        // 307 asked = 306 cached + 1; 560 in all - 307 = 253 = 26 said + 227 thought
        usage: { ...noUsage, uncachedInput: 1, cacheRead: 306, output: 253 },
        reasoningTokens: 227,
        // 1,497,500 ticks of $0.0000000001 = $0.00014975, which is 1 x $0.30 + 306 x $0.075 + 253 x $0.50 per million
        billing: { chargedNanoUsd: 149_750 },
      },
      { type: 'reasoning-end', texts: [thought], opaque: 'reasoning_content' },
      { type: 'tool-call-end', call },
      { type: 'finish', reason: 'tool-calls' },
    ]);
  });
});
