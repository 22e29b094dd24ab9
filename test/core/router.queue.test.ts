import { describe, expect, it } from 'vitest';
import { HealthBook } from '../../src/core/failover/index.ts';
import type { Provider } from '../../src/core/provider.ts';
import type { StreamPart, Task } from '../../src/core/task/index.ts';
import { queueing } from '../../src/providers/localServers/queued.ts';
import { collect } from '../support/collect.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { finished, inShort, routerOver, text } from '../support/routing.ts';
import { chatTask, holeTask, localCandidate } from '../support/tasks.ts';

const local = localCandidate('local');
/** So long is a first part waited for; the answer before takes twice as long. */
const firstPartMs = 3000;
const answerMs = 6000;

/** A server with one slot, which is busy with an answer of somebody else's; its own answers begin after 200 ms and end after 300. */
function behindAnAnswer() {
  const time = new FakeTime();
  const after = (ms: number, run: () => void): (() => void) => time.after(ms, run);
  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      after(ms, resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  let sent = 0;
  const server: Provider = {
    id: 'server',
    async *stream(call, signal): AsyncGenerator<StreamPart> {
      sent += 1;
      if (call.kind === 'chat') yield text('A');
      await pause(call.kind === 'chat' ? answerMs : 200, signal);
      if (signal.aborted) return yield { type: 'finish', reason: 'aborted' };
      yield text('B');
      await pause(100, signal);
      yield finished;
    },
  };
  const provider = queueing({ after })(server);
  const health = new HealthBook({ now: time.now, random: () => 0.5, after });
  const { router, ledger } = routerOver([local], {}, { provider: () => provider, health, clock: time, after, firstPartMs, patienceMs: 0 });
  const ask = async (task: Task, signal = new AbortController().signal): Promise<readonly string[]> =>
    (await collect(router.route(task, signal))).map(inShort).slice(1);
  const holeEntries = () => ledger.entries.filter(({ kind }) => kind !== 'chat');
  const startedMs = time.now();
  return { time, health, ask, holeEntries, held: () => ledger.held, startedMs, sent: () => sent };
}

describe('A request that waits behind another one of ours', () => {
  it('has its whole time to begin once it is sent, and is measured from there', async () => {
    const { time, health, ask, holeEntries, startedMs } = behindAnAnswer();
    const first = ask(chatTask());
    await time.advance(0);
    const second = ask(holeTask('a', 'b'));
    await time.advance(answerMs + 1000);
    await first;
    expect([
      await second,
      holeEntries().map(({ startedAtMs, firstTokenMs, durationMs }) => ({ sentMs: startedAtMs - startedMs, firstTokenMs, durationMs })),
      health.states(),
    ]).toEqual([
      ['attempt 1: local', 'text-delta: B', 'finish: stop', 'settled: local stop'],
      [{ sentMs: answerMs + 100, firstTokenMs: 200, durationMs: 300 }],
      [],
    ]);
  });

  it('that is typed over after its turn took as long as the server had it', async () => {
    const { time, ask, holeEntries } = behindAnAnswer();
    const typing = new AbortController();
    const first = ask(chatTask());
    await time.advance(0);
    const second = ask(holeTask('a', 'b'), typing.signal);
    await time.advance(answerMs + 150);
    typing.abort();
    await time.advance(1000);
    await Promise.all([first, second]);
    expect(holeEntries().map(({ finish, durationMs }) => ({ finish, durationMs }))).toEqual([{ finish: 'aborted', durationMs: 50 }]);
  });

  it('says so where its deadline passes before its turn; it was not sent, so nothing is booked, and the server is well', async () => {
    const { time, health, ask, holeEntries, held, sent } = behindAnAnswer();
    const first = ask(chatTask());
    await time.advance(0);
    const second = ask(holeTask('a', 'b', { deadlineMs: 2000 }));
    await time.advance(2000);
    const told = await second;
    const sentUntilThen = sent();
    await time.advance(answerMs);
    await first;
    expect({ told, sentUntilThen, entries: holeEntries(), held: held(), health: health.states() }).toEqual({
      told: ['attempt 1: local', 'failed: local timeout', 'error: timeout'],
      sentUntilThen: 1,
      entries: [],
      held: [],
      health: [],
    });
  });
});
