import { describe, expect, it } from 'vitest';
import { OfferOutcomes } from '../../../src/core/completion/offerOutcomes.ts';
import type { OutcomeEvent } from '../../../src/core/ledger/index.ts';
import { usefulnessOf } from '../../../src/core/outcome/index.ts';
import { FakeTime } from '../../support/fakeTime.ts';

const uri = 'file:///a.ts';
const text = 'listen(8080);';

function offering() {
  const time = new FakeTime();
  const recorded: OutcomeEvent[] = [];
  const learned: string[] = [];
  const outcomes = new OfferOutcomes({
    timers: time,
    clock: time,
    newId: () => `id-${recorded.length}`,
    record: (event) => recorded.push(event),
    worth: { learn: (taskId, outcome, characters) => learned.push(`${taskId} ${outcome} ${characters}`) },
  });
  const offer = (rest = text, taskId = 'a') => outcomes.offered({ taskId, text: rest, source: 'model' });
  offer();
  return { time, outcomes, learned, recorded, offer };
}

type Offering = ReturnType<typeof offering>;

const inShort = ({ recorded }: Offering): readonly string[] =>
  recorded.map(({ type, characters, isInferred }) => `${type} ${characters}${isInferred ? ' inferred' : ''}`);

const usefulness = ({ recorded }: Offering) =>
  usefulnessOf(
    'completion.line',
    recorded.map(({ type }) => type),
  );

/** The editor tells of the change first, and then that it was an acceptance. */
function takes({ outcomes }: Offering, piece: string, how: 'accepted' | 'partlyAccepted', offset = 7): void {
  outcomes.edited({ uri, offset, removed: 0, inserted: piece });
  outcomes[how]('a', piece.length, { uri, offset, text: piece });
}

describe('An offer that is taken', () => {
  it('word by word is accepted each time, and the whole only by its rest', async () => {
    const offered = offering();
    takes(offered, 'listen', 'partlyAccepted');
    offered.offer('(8080);');
    takes(offered, '(', 'partlyAccepted', 13);
    offered.offer('8080);');
    takes(offered, '8080);', 'accepted', 14);
    offered.outcomes.passedBy();
    expect([inShort(offered), offered.learned]).toEqual([
      ['shown 13 inferred', 'accepted 6 inferred', 'accepted 1 inferred', 'accepted 6'],
      ['a accepted 13'],
    ]);
  });

  it.each<[string, readonly ('accepted' | 'partlyAccepted')[]]>([
    ['twice', ['accepted', 'accepted']],
    ['in part twice', ['partlyAccepted', 'partlyAccepted']],
    ['whole after it was taken back', ['partlyAccepted', 'accepted']],
  ])('%s counts no more characters than were shown', (_how, ways) => {
    const offered = offering();
    for (const how of ways) takes(offered, text, how);
    expect(
      offered.recorded
        .filter(({ type }) => type !== 'kept')
        .reduce((sum, { type, characters }) => sum + (type === 'accepted' ? characters : -characters), 0),
    ).toBe(0);
  });

  it('after more of it came was shown whole', async () => {
    const offered = offering();
    await offered.time.advance(400);
    offered.offer(`${text}\nopen();`);
    await offered.time.advance(399);
    takes(offered, `${text}\nopen();`, 'accepted');
    await offered.time.advance(1000);
    expect(inShort(offered)).toEqual(['shown 13 inferred', 'shown 8 inferred', 'accepted 21']);
  });

  it('in part before the rest of it came is accepted whole', async () => {
    const offered = offering();
    takes(offered, 'listen', 'partlyAccepted');
    offered.offer('(8080);\nopen();');
    takes(offered, '(8080);\nopen();', 'accepted', 13);
    expect(inShort(offered)).toEqual(['shown 13 inferred', 'accepted 6 inferred', 'shown 8 inferred', 'accepted 15']);
  });

  it('in part is never rejected, whatever comes next', async () => {
    const offered = offering();
    takes(offered, 'listen', 'partlyAccepted');
    offered.offer('(8080);');
    await offered.time.advance(1000);
    offered.offer('close()', 'b');
    offered.offer('(8080);');
    await offered.time.advance(1000);
    offered.outcomes.passedBy();
    expect([inShort(offered), usefulness(offered)]).toEqual([['shown 13 inferred', 'accepted 6 inferred'], 'useful']);
  });

  it('in part and typed to its end is judged by what was taken', async () => {
    const offered = offering();
    takes(offered, 'listen', 'partlyAccepted');
    await offered.time.advance(500);
    offered.outcomes.typedOut('a');
    await offered.time.advance(30_000);
    expect(inShort(offered)).toEqual(['shown 13 inferred', 'accepted 6 inferred', 'kept 6 inferred']);
  });

  it('is kept as long as something of it stands, and useful', async () => {
    const offered = offering();
    takes(offered, text, 'accepted');
    await offered.time.advance(30_000);
    offered.outcomes.edited({ uri, offset: 14, removed: 4, inserted: 'PORT' });
    offered.outcomes.left();
    await offered.time.advance(600_000);
    expect([inShort(offered), usefulness(offered)]).toEqual([
      ['shown 13 inferred', 'accepted 13', 'kept 13 inferred', 'kept 9 inferred', 'kept 9 inferred', 'kept 9 inferred'],
      'useful',
    ]);
  });

  it.each<[string, number]>([
    ['at once', 0],
    ['after five minutes', 301_000],
  ])('and is undone %s is reverted once, and of no use', async (_when, afterMs) => {
    const offered = offering();
    takes(offered, text, 'accepted');
    await offered.time.advance(afterMs);
    offered.outcomes.edited({ uri, offset: 7, removed: 13, inserted: '' });
    await offered.time.advance(600_000);
    expect([inShort(offered).filter((each) => !each.startsWith('kept')), usefulness(offered), offered.time.pendingTimers]).toEqual([
      ['shown 13 inferred', 'accepted 13', 'reverted 0 inferred'],
      'not-useful',
      0,
    ]);
  });

  it('and undone is not followed again where it is taken anew', async () => {
    const offered = offering();
    takes(offered, text, 'accepted');
    offered.outcomes.edited({ uri, offset: 7, removed: 13, inserted: '' });
    await offered.time.advance(30_000);
    takes(offered, text, 'accepted');
    await offered.time.advance(600_000);
    expect(inShort(offered)).toEqual(['shown 13 inferred', 'accepted 13', 'reverted 0 inferred']);
  });

  it.each(['closed', 'close'] as const)('is not judged after %s', async (how) => {
    const offered = offering();
    takes(offered, text, 'accepted');
    offered.outcomes[how](uri);
    await offered.time.advance(600_000);
    expect([inShort(offered), offered.time.pendingTimers]).toEqual([['shown 13 inferred', 'accepted 13'], 0]);
  });
});

describe('What is worth asking', () => {
  it('is learned from what was seen and not taken, once', async () => {
    const offered = offering();
    await offered.time.advance(400);
    offered.outcomes.passedBy();
    offered.offer();
    await offered.time.advance(400);
    offered.outcomes.passedBy();
    expect([offered.learned, inShort(offered)]).toEqual([['a rejected 13'], ['shown 13 inferred', 'rejected 13 inferred']]);
  });

  it('is learned from all that was taken, once the offer is over', () => {
    const offered = offering();
    takes(offered, 'listen', 'partlyAccepted');
    takes(offered, '(', 'partlyAccepted', 13);
    const before = [...offered.learned];
    offered.outcomes.left();
    takes(offered, '8080', 'partlyAccepted', 14);
    expect([before, offered.learned]).toEqual([[], ['a accepted 7']]);
  });

  it('is not learned from what nobody saw, or left', async () => {
    const offered = offering();
    offered.outcomes.passedBy();
    offered.offer();
    await offered.time.advance(400);
    offered.outcomes.left();
    expect([offered.learned, inShort(offered)]).toEqual([[], ['shown 13 inferred']]);
  });
});
