import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/task/index.ts';
import { holeTask } from '../../support/tasks.ts';
import { useServers } from '../../support/useServer.ts';
import { areMissing, joined, playedBack, unlessMissing } from '../openaiCompatible/recordedStreams.ts';

const startServer = useServers();

describe.skipIf(areMissing)(`Completions, as recorded${unlessMissing}`, () => {
  it('are text up to the limit, and count it', async () => {
    const task = holeTask('a', 'b', { stop: [] });
    expect(joined(await playedBack(startServer, 'openai-completion-text.chunks.txt', task))).toEqual([
      { type: 'text-delta', text: 'The holiday is called "Gratitude Day" and it is a day dedicated to' },
      { type: 'usage', usage: { ...noUsage, uncachedInput: 14, output: 16 } },
      { type: 'finish', reason: 'length' },
    ]);
  });
});
