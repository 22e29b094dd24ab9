import { pairName } from './pairName.ts';
import { RecentMap } from './recentMap.ts';
import { assumedPauses, assumedRhythm } from './reuseAssumptions.ts';
import { type Counts, counted, type Pause, pauseOf, posterior, type Rhythm } from './reuseCounts.ts';
import type { ReuseRequest } from './reuseStatistics.ts';

const mostNames = 1000;
const fade = 0.98;
/** What is assumed weighs as much as so many of the kind's requests, and those as many of the session's own: an agent's steps come in long runs. */
const rhythmWeight = { assumption: 3, kind: 15 };
/** What is assumed weighs as much as one of the person's pauses: who pauses long once does so again, and who never does is soon known. */
const pauseWeight = { assumption: 1, person: 1 };
const noRhythm: Counts<Rhythm> = { soon: 0, paused: 0 };
const noPauses: Counts<Pause> = { '5m': 0, '30m': 0, '1h': 0 };

/**
 * How long after one request the next one comes. Whether there is a pause at all depends on what is asked: an agent goes on by itself. How long it
 * is depends on the person, whatever they ask, so that all their sessions together tell it. Without a session each kind has a rhythm of its own.
 */
export class PauseStatistics {
  readonly #rhythms = new RecentMap<string, Counts<Rhythm>>(mostNames);
  readonly #pauses = new RecentMap<string, Counts<Pause>>(mostNames);
  readonly #lastAtMs = new RecentMap<string, number>(mostNames);

  /** Since the last request of the session, else of the kind, at whatever cache. */
  idleMs(request: ReuseRequest): number {
    return request.atMs - (this.#lastAtMs.get(ownName(request)) ?? Number.NEGATIVE_INFINITY);
  }

  /** That the request comes now, after such a pause, counts already. */
  expected(request: ReuseRequest): Counts<Pause> {
    const { rhythm, pause } = this.#before(request);
    const isInSession = request.sessionId !== undefined;
    const [own, kind, person] = [ownName(request), kindName(request), personName(request)];
    const seenRhythm = (name: string) => withOneMore(this.#rhythms.get(name), rhythm, noRhythm);
    const seenPauses = (name: string) => withOneMore(this.#pauses.get(name), pause, noPauses);
    const ofKind = posterior(assumedRhythm(request.kind, isInSession), rhythmWeight.assumption, seenRhythm(kind));
    const { soon, paused } = own === kind ? ofKind : posterior(ofKind, rhythmWeight.kind, seenRhythm(own));
    const ofPerson = posterior(assumedPauses(isInSession), pauseWeight.assumption, seenPauses(person));
    const pauses = own === person ? ofPerson : posterior(ofPerson, pauseWeight.person, seenPauses(own));
    return { '5m': soon + paused * pauses['5m'], '30m': paused * pauses['30m'], '1h': paused * pauses['1h'] };
  }

  observe(request: ReuseRequest): void {
    const { rhythm, pause } = this.#before(request);
    for (const name of new Set([ownName(request), kindName(request)])) {
      const seen = withOneMore(this.#rhythms.get(name), rhythm, noRhythm);
      if (seen) this.#rhythms.set(name, seen);
    }
    for (const name of new Set([ownName(request), personName(request)])) {
      const seen = withOneMore(this.#pauses.get(name), pause, noPauses);
      if (seen) this.#pauses.set(name, seen);
    }
    this.#lastAtMs.set(ownName(request), request.atMs);
  }

  /** After an hour it is a new beginning, and says nothing. */
  #before(request: ReuseRequest): { readonly rhythm: Rhythm | undefined; readonly pause: Pause | undefined } {
    const pause = pauseOf(this.idleMs(request));
    if (pause === undefined || pause === 'soon') return { rhythm: pause, pause: undefined };
    return { rhythm: 'paused', pause };
  }
}

function withOneMore<Outcome extends string>(seen: Counts<Outcome> | undefined, outcome: Outcome | undefined, nothing: Counts<Outcome>) {
  return outcome === undefined ? seen : counted(seen ?? nothing, outcome, fade);
}

const kindName = ({ sessionId, kind }: ReuseRequest): string => pairName(sessionId === undefined ? 'alone' : 'kind', kind);
const ownName = (request: ReuseRequest): string =>
  request.sessionId === undefined ? kindName(request) : pairName('session', request.sessionId);
const personName = (request: ReuseRequest): string => (request.sessionId === undefined ? kindName(request) : 'person');
