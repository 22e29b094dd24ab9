import { describe, expect, it } from 'vitest';
import { CompletionEngine } from '../../../src/core/completion/index.ts';
import type { Router } from '../../../src/core/router.ts';
import { ProviderError } from '../../../src/core/task/index.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { Editor } from '../../support/typing.ts';

/** An engine whose router has answered, and waits until it may close its books. */
function engineWithSlowBooks(): { readonly engine: CompletionEngine; readonly time: FakeTime; readonly closeBooks: () => void } {
  const time = new FakeTime();
  const books = Promise.withResolvers<void>();
  const router: Router = {
    decide: new Editor({ text: '|' }).router.decide,
    async *route(task, signal) {
      yield { type: 'decision', decision: this.decide(task) };
      yield { type: 'text-delta', text: 'listen(8080);' };
      yield { type: 'finish', reason: signal.aborted ? 'aborted' : 'stop' };
      await books.promise;
    },
  };
  const engine = new CompletionEngine({ router, timers: time, clock: time, newId: () => 'id', record: () => undefined });
  return { engine, time, closeBooks: books.resolve };
}

const snapshot = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', offset: 7, prefix: 'server.', suffix: '\n' };

describe('While the ledger is slow', () => {
  it('an answer is offered as soon as it is there', async () => {
    const { engine } = engineWithSlowBooks();
    const result = await engine.complete({ snapshot, trigger: 'invoke' }, new AbortController().signal);
    expect(result).toMatchObject({ outcome: 'offer', offer: { text: 'listen(8080);' } });
  });

  it('closing waits until everything is in the books', async () => {
    const { engine, closeBooks } = engineWithSlowBooks();
    await engine.complete({ snapshot, trigger: 'invoke' }, new AbortController().signal);
    const order: string[] = [];
    const closing = engine.close().then(() => order.push('closed'));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('books');
    closeBooks();
    await closing;
    expect(order).toEqual(['books', 'closed']);
  });
});

describe('A router that throws, which none should', () => {
  it.each<[string, unknown, string, string]>([
    ['an error', new Error('broken'), 'bad-response', 'broken'],
    ['what is no error', 'broken', 'bad-response', 'broken'],
    ['an error of a provider', new ProviderError('timeout', 'slow'), 'timeout', 'slow'],
  ])('%s settles the question all the same, and the engine can be closed', async (_what, thrown, error, detail) => {
    const time = new FakeTime();
    const router: Router = {
      decide: new Editor({ text: '|' }).router.decide,
      route: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(thrown) }) }),
    };
    const engine = new CompletionEngine({ router, timers: time, clock: time, newId: () => 'id', record: () => undefined });
    const result = await engine.complete({ snapshot, trigger: 'invoke' }, new AbortController().signal);
    await engine.close();
    expect(result).toEqual({ outcome: 'none', whyNot: { reason: 'failed', error, detail } });
  });
});
