import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OfferOutcomes } from '../../../src/core/completion/offerOutcomes.ts';
import type { OutcomeEvent, OutcomeType } from '../../../src/core/ledger/index.ts';

const uri = 'file:///a.ts';
const texts: Readonly<Record<string, string>> = { a: 'listen(8080);', b: 'if (x) {\n  y();\n}', c: 'x' };

type Step =
  | { readonly do: 'offer' | 'accept' | 'part' | 'typed'; readonly taskId: string; readonly from: number }
  | { readonly do: 'left' | 'passedBy' }
  | { readonly do: 'gone' }
  | { readonly do: 'edit'; readonly offset: number; readonly removed: number; readonly inserted: string }
  | { readonly do: 'wait'; readonly ms: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('offer', 'accept', 'part', 'typed'),
        taskId: fc.constantFrom('a', 'b', 'c'),
        from: fc.constantFrom(0, 0, 3, 8),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('left', 'passedBy', 'passedBy', 'gone') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('edit' as const),
        offset: fc.nat(30),
        removed: fc.nat(20),
        inserted: fc.constantFrom('', 'z', 'listen(8080);'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 400, 30_000, 300_000) }) },
  ),
  { maxLength: 25 },
) as fc.Arbitrary<readonly Step[]>;

/** Timers that ring at once when their time has come. */
class Time {
  #nowMs = 1_794_000_000_000;
  readonly #timers = new Map<() => void, number>();
  readonly now = (): number => this.#nowMs;
  readonly timeZone = (): string => 'UTC';

  after(ms: number, callback: () => void): () => void {
    const ring = (): void => callback();
    this.#timers.set(ring, this.#nowMs + ms);
    return () => void this.#timers.delete(ring);
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [first] = [...this.#timers].filter(([, atMs]) => atMs <= untilMs).toSorted(([, a], [, b]) => a - b);
      if (!first) break;
      this.#timers.delete(first[0]);
      this.#nowMs = first[1];
      first[0]();
    }
    this.#nowMs = untilMs;
  }
}

function take(outcomes: OfferOutcomes, time: Time, step: Step): void {
  switch (step.do) {
    case 'wait':
      time.advance(step.ms);
      break;
    case 'edit':
      outcomes.edited({ uri, ...step });
      break;
    case 'gone':
      outcomes.closed(uri);
      break;
    case 'left':
    case 'passedBy':
      outcomes[step.do]();
      break;
    case 'typed':
      outcomes.typedOut(step.taskId);
      break;
    default:
      takeOffer(outcomes, step.do, step.taskId, (texts[step.taskId] ?? '').slice(step.from));
  }
}

function takeOffer(outcomes: OfferOutcomes, how: 'offer' | 'accept' | 'part', taskId: string, text: string): void {
  if (text === '') return;
  if (how === 'offer') {
    outcomes.offered({ taskId, text, source: 'model' });
    return;
  }
  const piece = how === 'part' ? text.slice(0, 3) : text;
  const place = { uri, offset: 7, text: piece };
  outcomes.edited({ uri, offset: place.offset, removed: 0, inserted: piece });
  if (how === 'part') outcomes.partlyAccepted(taskId, piece.length, place);
  else outcomes.accepted(taskId, piece.length, place);
}

it('Whatever happens to offers, no more is accepted than was shown, no more kept than accepted, and nothing ends twice', () => {
  fc.assert(
    fc.property(steps, (happened) => {
      const time = new Time();
      const recorded: OutcomeEvent[] = [];
      const learned: string[] = [];
      const outcomes = new OfferOutcomes({
        timers: time,
        clock: time,
        newId: () => 'id',
        record: (event) => recorded.push(event),
        worth: { learn: (taskId, outcome) => learned.push(`${taskId} ${outcome}`) },
      });
      for (const step of happened) take(outcomes, time, step);
      time.advance(700_000);
      for (const taskId of Object.keys(texts)) {
        const events = recorded.filter((event) => event.taskId === taskId);
        const ofType = (type: OutcomeType): readonly OutcomeEvent[] => events.filter((event) => event.type === type);
        const sumOf = (type: OutcomeType): number => ofType(type).reduce((sum, { characters }) => sum + characters, 0);
        const firstAccepted = events.findIndex(({ type }) => type === 'accepted');
        const kept = events.slice(firstAccepted < 0 ? events.length : firstAccepted).filter(({ type }) => type === 'kept');
        expect({
          isMoreAcceptedThanShown: sumOf('accepted') > sumOf('shown'),
          isMoreKeptThanAccepted: kept.some(({ characters }) => characters > sumOf('accepted')),
          keptUnlessLater: ofType('kept').length - kept.length <= 1,
          below: events.filter(({ type, characters }) => characters < (type === 'reverted' ? 0 : 1)),
          rejectedAfterAccepted: firstAccepted < 0 ? [] : events.slice(firstAccepted).filter(({ type }) => type === 'rejected'),
          keptAfterReverted: events
            .slice(events.findIndex(({ type }) => type === 'reverted'))
            .filter(({ type }) => type === 'kept' && ofType('reverted').length > 0),
          ends: [ofType('rejected').length <= 1, ofType('reverted').length <= 1],
        }).toEqual({
          ...{ isMoreAcceptedThanShown: false, isMoreKeptThanAccepted: false, keptUnlessLater: true },
          ...{ below: [], rejectedAfterAccepted: [], keptAfterReverted: [], ends: [true, true] },
        });
      }
      expect(learned.filter((each, index) => learned.indexOf(each) !== index)).toEqual([]);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 1000) },
  );
});
