import type { FactState, RequestState, SegmentState, SpendWords } from '../features/spend/protocol.ts';
import { make, setShare } from './dom.ts';

/** Everything that is known of a request, also what has no room in the row of a narrow page. */
export function requestDetails(state: RequestState, words: SpendWords): readonly HTMLElement[] {
  const { request } = words;
  return [
    factsList(state.facts),
    ...block(request.segments, state.segments, () => segmentsTable(state.segments, words)),
    ...block(request.cache, state.cache, () => factsList(state.cache)),
    ...block(request.billed, state.buckets, () => bucketsTable(state, words)),
    ...block(request.attempts, state.attempts, () => attemptsTable(state, words)),
    ...block(request.outcomes, state.outcomes, () => factsList(state.outcomes)),
    ...block(request.rejected, state.rejected, () => rejectedTable(state, words)),
  ];
}

function block(heading: string, items: readonly unknown[], content: () => HTMLElement): readonly HTMLElement[] {
  return items.length === 0 ? [] : [make('h3', {}, heading), content()];
}

function factsList(facts: readonly FactState[]): HTMLElement {
  return make(
    'dl',
    { class: 'fact-list' },
    ...facts.map(({ name, text, marks = [] }) =>
      make('div', {}, make('dt', {}, name), make('dd', {}, text, ...marks.map((mark) => make('span', { class: 'mark' }, mark)))),
    ),
  );
}

function segmentsTable(segments: readonly SegmentState[], { request }: SpendWords): HTMLElement {
  const bar = make('div', { class: 'stack', 'aria-hidden': 'true' });
  for (const { id, shareThousandths } of segments) {
    const piece = make('span', { 'data-stability': id });
    setShare(piece, '--share', shareThousandths);
    bar.append(piece);
  }
  const table = smallTable(request.segments, [request.stability, request.pieces, request.tokenCount, request.share], {
    rows: segments.map(({ id, name, count, tokens, share }) => [
      [make('span', { class: 'swatch', 'data-stability': id, 'aria-hidden': 'true' }), name],
      count,
      tokens,
      share,
    ]),
    numbersFrom: 1,
  });
  return make('div', {}, bar, table);
}

function bucketsTable({ buckets, bucketsNote }: RequestState, { request }: SpendWords): HTMLElement {
  const hasCosts = buckets.some(({ cost }) => cost !== '');
  const table = smallTable(request.billed, [request.bucket, request.tokenCount, ...(hasCosts ? [request.listCost] : [])], {
    rows: buckets.map(({ name, tokens, cost }) => [name, tokens, ...(hasCosts ? [cost] : [])]),
    numbersFrom: 1,
  });
  return make('div', {}, table, ...(bucketsNote === undefined ? [] : [make('p', { class: 'quiet' }, bucketsNote)]));
}

function attemptsTable({ attempts }: RequestState, { request }: SpendWords): HTMLElement {
  return smallTable(request.attempts, [request.attempt, request.model, request.finish, request.duration, request.cost], {
    rows: attempts.map(({ attempt, model, finish, isFailure, duration, cost, isThisOne }) => [
      attempt,
      [model, ...(isThisOne ? [make('span', { class: 'mark' }, request.thisOne)] : [])],
      [make('span', { 'data-failure': isFailure ? '' : undefined }, finish)],
      duration,
      cost,
    ]),
    numbersFrom: 3,
  });
}

function rejectedTable({ rejected, moreRejected }: RequestState, { request }: SpendWords): HTMLElement {
  const table = smallTable(request.rejected, [request.candidate, request.rule, request.reason], {
    rows: rejected.map(({ candidate, rule, reason }) => [candidate, rule, reason]),
    numbersFrom: Number.POSITIVE_INFINITY,
  });
  return make('div', {}, table, ...(moreRejected === undefined ? [] : [make('p', { class: 'quiet' }, moreRejected)]));
}

type Cell = string | readonly (HTMLElement | string)[];

interface Rows {
  readonly rows: readonly (readonly Cell[])[];
  /** The first column of numbers: they and all after it line up by their last digit. */
  readonly numbersFrom: number;
}

/** Its caption is heard only: the heading above it is seen. */
function smallTable(caption: string, headings: readonly string[], { rows, numbersFrom }: Rows): HTMLElement {
  const classOf = (index: number): string | undefined => (index >= numbersFrom ? 'number' : undefined);
  return make(
    'table',
    { class: 'small' },
    make('caption', { class: 'heard-only' }, caption),
    make('thead', {}, make('tr', {}, ...headings.map((text, index) => make('th', { scope: 'col', class: classOf(index) }, text)))),
    make(
      'tbody',
      {},
      ...rows.map((cells) => make('tr', {}, ...cells.map((cell, index) => make('td', { class: classOf(index) }, ...[cell].flat())))),
    ),
  );
}
