import type { CompletionRow, CompletionsState, CompletionTable, SpendWords } from '../features/spend/protocol.ts';
import type { Narrow } from './breakdown.ts';
import { listIn, make, type Part, setAttribute, setText, textsIn } from './dom.ts';

/** What accepted and kept characters cost, by model and by language. */
export function completionsPart(words: SpendWords, narrow: Narrow): Part<CompletionsState> {
  const { inHistory } = words;
  const note = make('p', { class: 'quiet', id: 'completions-note' });
  const nothing = make('p', {}, inHistory.noCompletions);
  const tables = make('div', { class: 'tables' });
  const updateTables = listIn<CompletionTable>(
    tables,
    ({ by }) => by,
    ({ by }) => tablePart(by, words, narrow),
  );
  const section = make(
    'section',
    { 'aria-labelledby': 'completions-heading', 'data-testid': 'completions' },
    make('h2', { id: 'completions-heading' }, inHistory.completions),
    note,
    nothing,
    tables,
  );
  return {
    elements: [section],
    update: (state) => {
      setText(note, state.note);
      setAttribute(section, 'aria-busy', state.isCounting ? 'true' : undefined);
      nothing.hidden = state.isCounting || state.tables.length > 0;
      updateTables(state.tables);
    },
  };
}

function tablePart(by: CompletionTable['by'], words: SpendWords, narrow: Narrow): Part<CompletionTable> {
  const { inHistory } = words;
  const caption = make('caption');
  const heading = make('th', { scope: 'col' });
  const number = (text: string, className = ''): HTMLElement => make('th', { scope: 'col', class: `number ${className}` }, text);
  const body = make('tbody');
  const updateRows = listIn<CompletionRow>(
    body,
    ({ id }) => id,
    () => rowPart(words, (value) => narrow(by, value)),
  );
  const headings = [
    heading,
    number(words.spend, 'medium'),
    number(inHistory.taken, 'wide'),
    number(inHistory.acceptance),
    number(inHistory.perAccepted),
    number(inHistory.perKept),
  ];
  const table = make(
    'table',
    { class: 'breakdown', 'aria-describedby': 'completions-note', 'data-testid': `completions-by-${by}` },
    caption,
    make('thead', {}, make('tr', {}, ...headings)),
    body,
  );
  return {
    elements: [table],
    update: (state) => {
      setText(caption, state.caption);
      setText(heading, state.heading);
      updateRows(state.rows);
    },
  };
}

function rowPart(words: SpendWords, narrow: (value: string) => void): Part<CompletionRow> {
  let value: string | undefined;
  const name = make('button', { type: 'button', class: 'link name' });
  name.addEventListener('click', () => value !== undefined && narrow(value));
  const notes = make('span', { class: 'notes' });
  const updateNotes = textsIn(notes, 'span', 'mark');
  const cells = ['number medium', 'number wide', 'number', 'number', 'number'].map((className) => make('td', { class: className }));
  return {
    elements: [make('tr', {}, make('th', { scope: 'row' }, name, notes), ...cells)],
    update: (state) => {
      value = state.value;
      setText(name, state.name);
      setAttribute(name, 'title', words.inHistory.narrowTo.replace('{0}', state.name));
      setAttribute(name, 'disabled', state.value === undefined ? '' : undefined);
      updateNotes(state.notes);
      const texts = [state.spend, state.taken, state.rate, state.perAccepted, state.perKept];
      for (const [index, cell] of cells.entries()) setText(cell, texts[index] ?? '');
    },
  };
}
