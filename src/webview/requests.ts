import type { RequestRow, RequestState, SpendWords } from '../features/spend/protocol.ts';
import { listIn, make, type Part, setAttribute, setText, textsIn } from './dom.ts';
import type { Host } from './host.ts';
import { requestDetails } from './requestDetails.ts';

export interface RequestsTable {
  readonly id: string;
  readonly heading: string;
}

export interface RequestsState {
  readonly rows: readonly RequestRow[];
  /** The details of those that are open, as far as they were read. */
  readonly details: readonly RequestState[];
}

/** So many are open at the most; the one that was opened first is closed. */
const mostOpen = 5;

/** Requests, each with a row under it that says everything about it when it is opened. */
export function requestsPart({ id, heading }: RequestsTable, words: SpendWords, host: Host): Part<RequestsState> {
  const body = make('tbody');
  let latest: RequestsState = { rows: [], details: [] };
  const updateRows = listIn<RequestRow>(
    body,
    (row) => row.id,
    (row) => requestPart(`${id}-${row.id}`, row, { words, host, detailsOf: (entry) => latest.details.find((each) => each.id === entry) }),
  );
  // At once, whenever the answer comes.
  host.onLook(() => updateRows(latest.rows));
  const { request } = words;
  const column = (text: string, className = ''): HTMLElement => make('th', { scope: 'col', class: className }, text);
  const headings = make(
    'tr',
    {},
    make('th', { scope: 'col', class: 'opener' }, make('span', { class: 'heard-only' }, request.details)),
    column(request.time),
    column(request.kind, 'medium'),
    column(`${request.model} · ${request.endpoint}`),
    column(request.cost, 'number'),
    column(request.tokens, 'number wide'),
    column(request.duration, 'number wide'),
    column(request.finish, 'wide'),
    column(request.reason, 'widest'),
  );
  const table = make('table', { class: 'requests', 'aria-labelledby': `${id}-heading` }, make('thead', {}, headings), body);
  const section = make(
    'section',
    { 'aria-labelledby': `${id}-heading`, 'data-testid': id },
    make('h2', { id: `${id}-heading` }, heading),
    table,
  );
  return {
    elements: [section],
    update: (state) => {
      latest = state;
      section.hidden = state.rows.length === 0;
      updateRows(state.rows);
    },
  };
}

interface RowPorts {
  readonly words: SpendWords;
  readonly host: Host;
  readonly detailsOf: (id: string) => RequestState | undefined;
}

function requestPart(rowId: string, { id }: RequestRow, { words, host, detailsOf }: RowPorts): Part<RequestRow> {
  const opener = make('button', { type: 'button', class: 'opener', 'aria-controls': `details-${rowId}` });
  const cells = requestCells();
  const row = make('tr', { 'data-testid': 'request', 'data-entry': id }, make('td', { class: 'opener' }, opener), ...cells.elements);
  const reading = make('p', { class: 'quiet late' }, words.request.reading);
  const place = make('td', { colspan: '9' }, reading);
  const details = make('tr', { id: `details-${rowId}`, class: 'details' }, place);
  let built = '';
  const paint = (): void => {
    const isOpen = host.memory.view.open.includes(id);
    setAttribute(opener, 'aria-expanded', String(isOpen));
    details.hidden = !isOpen;
    const state = isOpen ? detailsOf(id) : undefined;
    // What became of an answer is learned later, and the day's name goes with the day.
    const wanted = state ? JSON.stringify(state) : built;
    if (!state || built === wanted) return;
    built = wanted;
    place.replaceChildren(...requestDetails(state, words));
  };
  opener.addEventListener('click', () => {
    const { open } = host.memory.view;
    host.look({ open: open.includes(id) ? open.filter((other) => other !== id) : [...open, id].slice(-mostOpen) });
  });
  return {
    elements: [row, details],
    update: (state) => {
      setAttribute(opener, 'aria-label', `${words.request.details}: ${state.time}, ${state.model}`);
      cells.update(state);
      paint();
    },
  };
}

function requestCells(): Part<RequestRow> {
  const time = make('time');
  const kind = make('td', { class: 'medium' });
  const model = make('span', { class: 'name' });
  const endpoint = make('span', { class: 'quiet' });
  const cost = make('span');
  const marks = make('span', { class: 'notes' });
  const updateMarks = textsIn(marks, 'span', 'mark');
  const tokens = make('td', { class: 'number wide' });
  const duration = make('td', { class: 'number wide' });
  const finish = make('td', { class: 'wide' });
  const reason = make('td', { class: 'widest quiet' });
  return {
    elements: [
      make('td', { class: 'time' }, time),
      kind,
      make('td', { class: 'model' }, model, endpoint),
      make('td', { class: 'number' }, cost, marks),
      tokens,
      duration,
      finish,
      reason,
    ],
    update: (state) => {
      setAttribute(time, 'datetime', state.dateTime);
      setText(time, state.time);
      setText(kind, state.kind);
      setText(model, state.model);
      setText(endpoint, state.endpoint);
      setText(tokens, state.tokens);
      setText(duration, state.duration);
      setText(finish, state.finish);
      setAttribute(finish, 'data-failure', state.isFailure ? '' : undefined);
      setText(reason, state.reason);
      setText(cost, state.cost);
      updateMarks(state.costMarks);
    },
  };
}
