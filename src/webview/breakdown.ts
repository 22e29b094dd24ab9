import type { BreakdownRow, BreakdownTable, SpendWords } from '../features/spend/protocol.ts';
import { listIn, make, type Part, setAttribute, setShare, setText, textsIn } from './dom.ts';

/** What a click on a row's name narrows the page to. */
export type Narrow = (by: BreakdownTable['by'], value: string) => void;

/** Tables of what spend is made of. `narrow`: names are buttons. */
export function breakdownsPart(words: SpendWords, narrow?: Narrow): Part<readonly BreakdownTable[]> {
  const tables = make('div', { class: 'tables' });
  return {
    elements: [tables],
    update: listIn<BreakdownTable>(
      tables,
      ({ by }) => by,
      ({ by }) => tablePart(by, words, narrow),
    ),
  };
}

function tablePart(by: BreakdownTable['by'], words: SpendWords, narrow: Narrow | undefined): Part<BreakdownTable> {
  const caption = make('caption');
  const heading = make('th', { scope: 'col' });
  const shareHeading = make('th', { scope: 'col', class: 'share' });
  const number = (text: string, className = ''): HTMLElement => make('th', { scope: 'col', class: `number ${className}` }, text);
  const body = make('tbody');
  const updateRows = listIn<BreakdownRow>(
    body,
    ({ id }) => id,
    () => rowPart(words, narrow && ((value) => narrow(by, value))),
  );
  const headings = [
    heading,
    number(words.spend),
    shareHeading,
    number(words.requests),
    number(words.inHistory.cacheRate, 'wide'),
    number(words.tokensIn, 'wide'),
    number(words.tokensOut, 'wide'),
  ];
  const table = make(
    'table',
    { class: 'breakdown', 'data-testid': `by-${by}` },
    caption,
    make('thead', {}, make('tr', {}, ...headings)),
    body,
  );
  return {
    elements: [table],
    update: (state) => {
      setText(caption, state.caption);
      setText(heading, state.heading);
      setText(shareHeading, state.shareHeading);
      updateRows(state.rows);
    },
  };
}

function rowPart(words: SpendWords, narrow: ((value: string) => void) | undefined): Part<BreakdownRow> {
  let value: string | undefined;
  const name = narrow ? make('button', { type: 'button', class: 'link name' }) : make('span', { class: 'name' });
  name.addEventListener('click', () => value !== undefined && narrow?.(value));
  const notes = make('span', { class: 'notes' });
  const updateNotes = textsIn(notes, 'span', 'mark');
  // Where their columns have no room.
  const shareAlone = make('span', { class: 'quiet narrowest' });
  const tokens = make('span', { class: 'quiet narrow' });
  const spend = make('td', { class: 'number' });
  const bar = make('span', { class: 'bar', 'aria-hidden': 'true' });
  const share = make('span', { class: 'number' });
  const requests = make('td', { class: 'number' });
  const cacheRate = make('td', { class: 'number wide' });
  const tokensIn = make('td', { class: 'number wide' });
  const tokensOut = make('td', { class: 'number wide' });
  const head = make('th', { scope: 'row' }, name, notes, shareAlone, tokens);
  const row = make('tr', {}, head, spend, make('td', { class: 'share' }, bar, share), requests, cacheRate, tokensIn, tokensOut);
  return {
    elements: [row],
    update: (state) => {
      value = state.value;
      setText(name, state.name);
      if (narrow) setAttribute(name, 'title', words.inHistory.narrowTo.replace('{0}', state.name));
      if (narrow) setAttribute(name, 'disabled', state.value === undefined ? '' : undefined);
      updateNotes(state.notes);
      setText(shareAlone, state.share);
      setText(tokens, `${words.request.tokenCount}: ${state.tokensIn} → ${state.tokensOut}`);
      setText(spend, state.spend);
      setShare(bar, '--share', state.shareThousandths);
      setText(share, state.share);
      setText(requests, state.requests);
      setText(cacheRate, state.cacheRate);
      setText(tokensIn, state.tokensIn);
      setText(tokensOut, state.tokensOut);
    },
  };
}
