import type {
  FilterState,
  HistoryRange,
  HistoryState,
  SpendState,
  SpendWords,
  UsefulRow,
  UsefulState,
} from '../features/spend/protocol.ts';
import { breakdownsPart, type Narrow } from './breakdown.ts';
import { barChartPart } from './charts/barChart.ts';
import { choicesPart } from './choices.ts';
import { completionsPart } from './completions.ts';
import { listIn, make, type Part, setAttribute, setText } from './dom.ts';
import { figuresPart } from './figures.ts';
import type { Host } from './host.ts';
import { requestsPart } from './requests.ts';

const ranges: readonly HistoryRange[] = [7, 30, 90, 365];

/** What was spent over some days, narrowed to what the user wants to see of it. */
export function historyPart(words: SpendWords, host: Host): Part<SpendState> {
  const { inHistory } = words;
  const toolbar = toolbarPart(words, host);
  const figures = figuresPart(inHistory.figures, 'history-figures');
  const chart = barChartPart(words, host);
  const narrow: Narrow = (by, value) => host.look({ filters: { ...host.memory.view.filters, [by]: value } });
  const tables = breakdownsPart(words, narrow);
  const completions = completionsPart(words, narrow);
  const useful = usefulPart(words);
  const dearest = requestsPart({ id: 'dearest', heading: inHistory.dearest }, words, host);
  const content = make(
    'div',
    {},
    ...figures.elements,
    ...chart.elements,
    ...tables.elements,
    ...completions.elements,
    ...useful.elements,
    ...dearest.elements,
  );
  const place = make('div', { class: 'history', 'data-testid': 'history' }, ...toolbar.elements, content);
  // Not before there is something to see of it.
  place.hidden = true;
  return {
    elements: [place],
    update: ({ history, requests }) => {
      if (!history) return;
      place.hidden = false;
      toolbar.update(history);
      figures.update(history.figures);
      chart.update(history.chart);
      tables.update(history.tables);
      completions.update(history.completions);
      useful.update(history.useful);
      dearest.update({ rows: history.dearest, details: requests });
    },
  };
}

function toolbarPart(words: SpendWords, host: Host): Part<HistoryState> {
  const { inHistory } = words;
  const choices = choicesPart(
    'range',
    inHistory.range,
    ranges.map((range) => `${range}`),
    (range) => host.look({ range: ranges.find((each) => `${each}` === range) ?? 30 }),
  );
  const days = make('span', { class: 'quiet', 'data-testid': 'history-days' });
  const filters = make('div', { class: 'filters', role: 'group', 'aria-label': inHistory.filters });
  const updateFilters = listIn<FilterState>(
    filters,
    ({ name }) => name,
    ({ name }) => filterPart(name, host),
  );
  const clear = make('button', { type: 'button', class: 'link', 'data-testid': 'clear-filters' }, inHistory.clearFilters);
  clear.addEventListener('click', () => host.look({ filters: {} }));
  return {
    elements: [
      make(
        'div',
        { class: 'toolbar' },
        make('div', { class: 'heading' }, choices.element, make('span', { class: 'links' }, clear, days)),
        filters,
      ),
    ],
    update: (history) => {
      choices.update(
        history.ranges.map(({ range, name }) => ({ id: `${range}`, name })),
        `${history.range}`,
      );
      setText(days, history.days);
      updateFilters(history.filters);
      // It keeps its place, so that nothing moves when it comes.
      setAttribute(clear, 'data-unneeded', history.isFiltered ? undefined : '');
      setAttribute(clear, 'tabindex', history.isFiltered ? undefined : '-1');
    },
  };
}

/** A value that no name can be: the choice of all. */
const allValue = 'all';

function filterPart(name: FilterState['name'], host: Host): Part<FilterState> {
  const select = make('select', { id: `filter-${name}` });
  const label = make('label', { for: select.id, class: 'heard-only' });
  select.addEventListener('change', () => {
    const filters = { ...host.memory.view.filters, [name]: select.value === allValue ? undefined : select.value.slice(1) };
    host.look({ filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) });
  });
  const updateOptions = listIn<{ readonly value: string; readonly name: string }>(
    select,
    ({ value }) => value,
    ({ value }) => {
      const option = make('option', { value });
      return { elements: [option], update: (item) => setText(option, item.name) };
    },
  );
  return {
    elements: [make('span', {}, label, select)],
    update: (filter) => {
      setText(label, filter.label);
      updateOptions([{ value: allValue, name: filter.all }, ...filter.options.map((option) => ({ ...option, value: `=${option.value}` }))]);
      select.value = filter.chosen === undefined ? allValue : `=${filter.chosen}`;
      setAttribute(select, 'data-chosen', filter.chosen === undefined ? undefined : '');
    },
  };
}

function usefulPart(words: SpendWords): Part<UsefulState> {
  const { inHistory } = words;
  const note = make('p', { class: 'quiet', id: 'useful-note' });
  const nothing = make('p', {}, inHistory.nothingJudged);
  const body = make('tbody');
  const updateRows = listIn<UsefulRow>(body, ({ id }) => id, usefulRow);
  const headings = [inHistory.usefulAnswers, inHistory.notUseful, words.spend, inHistory.perUseful];
  const table = make(
    'table',
    { 'aria-labelledby': 'useful-heading', 'aria-describedby': 'useful-note' },
    make(
      'thead',
      {},
      make(
        'tr',
        {},
        make('th', { scope: 'col' }, words.request.kind),
        ...headings.map((text, index) => make('th', { scope: 'col', class: index === 1 ? 'number medium' : 'number' }, text)),
      ),
    ),
    body,
  );
  const section = make(
    'section',
    { 'aria-labelledby': 'useful-heading', 'data-testid': 'useful' },
    make('h2', { id: 'useful-heading' }, inHistory.useful),
    note,
    nothing,
    table,
  );
  return {
    elements: [section],
    update: (state) => {
      setText(note, state.note);
      setAttribute(section, 'aria-busy', state.isCounting ? 'true' : undefined);
      nothing.hidden = state.isCounting || state.rows.length > 0;
      table.hidden = state.rows.length === 0;
      updateRows(state.rows);
    },
  };
}

function usefulRow(): Part<UsefulRow> {
  const name = make('th', { scope: 'row' });
  const cells = [0, 1, 2, 3].map((index) => make('td', { class: index === 1 ? 'number medium' : 'number' }));
  return {
    elements: [make('tr', {}, name, ...cells)],
    update: (row) => {
      setText(name, row.name);
      const values = [row.useful, row.notUseful, row.spend, row.perUseful];
      for (const [index, cell] of cells.entries()) setText(cell, values[index] ?? '');
    },
  };
}
