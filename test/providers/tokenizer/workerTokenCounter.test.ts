import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WorkerTokenCounter, type WorkerTokenCounterOptions } from '../../../src/providers/tokenizer/workerTokenCounter.ts';
import { bundled } from '../../support/bundled.ts';
import { useFolder } from '../../support/useFolder.ts';

const script = bundled('src/providers/tokenizer/tokenizerWorker.ts');
const inFolder = useFolder();
const started: WorkerTokenCounter[] = [];
afterEach(() => {
  for (const counter of started.splice(0)) counter.dispose();
});

function counterWith(options: Partial<WorkerTokenCounterOptions> = {}): WorkerTokenCounter {
  const counter = new WorkerTokenCounter({ script, ...options });
  started.push(counter);
  return counter;
}

/** A thread of a few lines in place of the tokenizer. */
function scriptOf(body: string): string {
  const file = inFolder('worker.cjs');
  writeFileSync(file, `const { parentPort } = require('node:worker_threads');\n${body}`);
  return file;
}

const lengths = `parentPort.on('message', ({ id, texts }) => parentPort.postMessage({ type: 'counted', id, tokens: texts.join('').length }));`;

const outcomeOf = (counting: Promise<number>): Promise<number | string> => counting.catch((error: Error) => error.message);

describe('The token counter in its own thread', () => {
  it('counts all the texts together', async () => {
    const counter = counterWith();
    expect(await Promise.all([counter.count(['hello world', ' <|endoftext|>']), counter.count([]), counter.count(['\ud800'])])).toEqual([
      9, 0, 1,
    ]);
  });

  it('starts its thread with the first count', async () => {
    const counter = counterWith({ script: scriptOf(lengths) });
    const before = counter.isRunning;
    await counter.count(['abc']);
    expect([before, counter.isRunning]).toEqual([false, true]);
  });

  it('ends its thread when there was no work for a while, and starts one with the next count', async () => {
    const counter = counterWith({ script: scriptOf(lengths), idleMs: 1 });
    const first = await counter.count(['abc']);
    await vi.waitUntil(() => !counter.isRunning, { interval: 1 });
    expect([first, await counter.count(['abcd'])]).toEqual([3, 4]);
  });

  it('rejects each count once when its script is missing', async () => {
    const counter = counterWith({ script: inFolder('missing.cjs') });
    const outcomes = await Promise.all([outcomeOf(counter.count(['a'])), outcomeOf(counter.count(['b']))]);
    expect([...outcomes, counter.isRunning]).toEqual(['the tokenizer’s thread failed', 'the tokenizer’s thread failed', false]);
  });

  it('rejects what is under way when its thread crashes, and counts on in another one', async () => {
    const crashing = `parentPort.on('message', ({ id, texts }) => {
      if (texts[0] === 'crash') throw new Error('out of memory');
      parentPort.postMessage({ type: 'counted', id, tokens: texts[0].length });
    });`;
    const counter = counterWith({ script: scriptOf(crashing) });
    const crashed = await Promise.all([outcomeOf(counter.count(['crash'])), outcomeOf(counter.count(['b']))]);
    expect([...crashed, await counter.count(['abc'])]).toEqual(['the tokenizer’s thread failed', 'the tokenizer’s thread failed', 3]);
  });

  it('rejects what is under way when its thread ends by itself', async () => {
    const counter = counterWith({ script: scriptOf(`parentPort.on('message', () => process.exit(3));`) });
    expect(await outcomeOf(counter.count(['a']))).toBe('the tokenizer’s thread ended with 3');
  });

  it('rejects the one count that fails, and goes on with the thread', async () => {
    const failing = `parentPort.on('message', ({ id, texts }) => parentPort.postMessage(
      texts[0] === 'bad' ? { type: 'failed', id, message: 'cannot' } : { type: 'counted', id, tokens: 1 }));`;
    const counter = counterWith({ script: scriptOf(failing) });
    expect([await outcomeOf(counter.count(['bad'])), await counter.count(['good'])]).toEqual(['the tokenizer failed: cannot', 1]);
  });

  it('rejects what is under way and what comes later once it is closed', async () => {
    const counter = counterWith({ script: scriptOf(`parentPort.on('message', () => undefined);`) });
    const under = outcomeOf(counter.count(['a']));
    counter.dispose();
    expect([await under, await outcomeOf(counter.count(['b'])), counter.isRunning]).toEqual([
      'the token counter was closed',
      'the token counter is closed',
      false,
    ]);
  });
});
