import type { PeriodId, PeriodRow, PeriodState, PeriodTable, SpendWords } from '../features/spend/protocol.ts';
import { listIn, make, type Part, setAttribute, setShare, setText, textsIn } from './dom.ts';
import type { Host } from './host.ts';

type Periods = readonly PeriodState[];

/** What each period cost, and the tables of the one that is chosen: its summary is the button that chooses it. */
export function periodsPart(words: SpendWords, host: Host): { readonly summary: Part<Periods>; readonly tables: Part<Periods> } {
  let latest: Periods = [];
  const cards = make('div', { class: 'periods', role: 'radiogroup', 'aria-label': words.choosePeriod });
  const tables = tablesPart(words);
  const showTables = (): void => {
    const chosen = latest.find(({ id }) => id === host.memory.period);
    if (chosen) tables.update(chosen);
  };
  const updateCards = listIn<PeriodState>(
    cards,
    ({ id }) => id,
    ({ id }) =>
      cardPart(id, words, host.memory.period, () => {
        host.remember({ period: id });
        showTables();
      }),
  );
  return {
    summary: { elements: [cards], update: updateCards },
    tables: {
      elements: tables.elements,
      update: (periods) => {
        latest = periods;
        showTables();
      },
    },
  };
}

function cardPart(id: PeriodId, words: SpendWords, chosen: PeriodId, choose: () => void): Part<PeriodState> {
  const radio = make('input', { type: 'radio', name: 'period', value: id, class: 'heard-only', 'aria-describedby': `facts-${id}` });
  radio.checked = id === chosen;
  radio.addEventListener('change', choose);
  const name = make('span', { class: 'name' });
  const days = make('span', { class: 'quiet' });
  const spend = make('span', { class: 'spend', 'data-testid': `spend-${id}` });
  const notes = make('span', { class: 'notes' });
  const updateNotes = textsIn(notes, 'span', 'mark');
  const fact = (label: string, className = 'fact'): { readonly row: HTMLElement; readonly value: HTMLElement } => {
    const value = make('span', { class: 'number' });
    return { row: make('span', { class: className }, make('span', { class: 'quiet' }, label), value), value };
  };
  const requests = fact(words.requests);
  const tokensIn = fact(words.tokensIn);
  const fromCache = fact(words.ofThemFromCache, 'fact part');
  const tokensOut = fact(words.tokensOut);
  const facts = [requests, tokensIn, fromCache, tokensOut].map(({ row }) => row);
  const card = make(
    'label',
    { class: 'card', 'data-testid': `period-${id}` },
    radio,
    make('span', { class: 'title' }, name, days),
    make('span', { id: `facts-${id}`, class: 'facts' }, spend, notes, ...facts),
  );
  return {
    elements: [card],
    update: (period) => {
      // Without it the name would be the whole card.
      setAttribute(radio, 'aria-label', period.name);
      setText(name, period.name);
      setText(days, period.days);
      setText(spend, period.spend);
      updateNotes(period.spendNotes);
      setText(requests.value, period.requests);
      setText(tokensIn.value, period.tokensIn);
      setText(fromCache.value, period.fromCache);
      setText(tokensOut.value, period.tokensOut);
    },
  };
}

function tablesPart(words: SpendWords): Part<PeriodState> {
  const heading = make('h2', { id: 'tables-heading', 'data-testid': 'tables-heading' });
  const nothing = make('p', { class: 'quiet' }, words.nothingInPeriod);
  const tables = make('div', { class: 'tables' });
  const updateTables = listIn<PeriodTable>(
    tables,
    ({ by }) => by,
    ({ by }) => tablePart(by, words),
  );
  const section = make('section', { 'aria-labelledby': 'tables-heading', 'data-testid': 'tables' }, heading, nothing, tables);
  return {
    elements: [section],
    update: (period) => {
      setText(heading, `${period.name} · ${period.days}`);
      nothing.hidden = period.tables.length > 0;
      updateTables(period.tables);
    },
  };
}

function tablePart(by: PeriodTable['by'], words: SpendWords): Part<PeriodTable> {
  const caption = make('caption');
  const heading = make('th', { scope: 'col' });
  const shareHeading = make('th', { scope: 'col', class: 'share' });
  const number = (text: string, className = ''): HTMLElement => make('th', { scope: 'col', class: `number ${className}` }, text);
  const body = make('tbody');
  const updateRows = listIn<PeriodRow>(
    body,
    ({ id }) => id,
    () => rowPart(words),
  );
  const table = make(
    'table',
    { class: 'period', 'data-testid': `by-${by}` },
    caption,
    make(
      'thead',
      {},
      make(
        'tr',
        {},
        heading,
        number(words.spend),
        shareHeading,
        number(words.requests),
        number(words.tokensIn, 'wide'),
        number(words.tokensOut, 'wide'),
      ),
    ),
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

function rowPart(words: SpendWords): Part<PeriodRow> {
  const name = make('span', { class: 'name' });
  const notes = make('span', { class: 'notes' });
  const updateNotes = textsIn(notes, 'span', 'mark');
  // Where their columns have no room.
  const shareAlone = make('span', { class: 'quiet narrowest' });
  const tokens = make('span', { class: 'quiet narrow' });
  const spend = make('td', { class: 'number' });
  const bar = make('span', { class: 'bar', 'aria-hidden': 'true' });
  const share = make('span', { class: 'number' });
  const requests = make('td', { class: 'number' });
  const tokensIn = make('td', { class: 'number wide' });
  const tokensOut = make('td', { class: 'number wide' });
  const head = make('th', { scope: 'row' }, name, notes, shareAlone, tokens);
  const row = make('tr', {}, head, spend, make('td', { class: 'share' }, bar, share), requests, tokensIn, tokensOut);
  return {
    elements: [row],
    update: (state) => {
      setText(name, state.name);
      updateNotes(state.notes);
      setText(shareAlone, state.share);
      setText(tokens, `${words.tokenCount}: ${state.tokensIn} → ${state.tokensOut}`);
      setText(spend, state.spend);
      setShare(bar, '--share', state.shareThousandths);
      setText(share, state.share);
      setText(requests, state.requests);
      setText(tokensIn, state.tokensIn);
      setText(tokensOut, state.tokensOut);
    },
  };
}
