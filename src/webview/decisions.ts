import type { DecisionState, SpendWords } from '../features/spend/protocol.ts';
import { listIn, make, type Part, setAttribute, setText, textsIn } from './dom.ts';
import type { Host } from './host.ts';

/** The last attempts, each with a row under it that says everything about it when it is opened. */
export function decisionsPart(words: SpendWords, host: Host): Part<readonly DecisionState[]> {
  const body = make('tbody');
  const updateRows = listIn<DecisionState>(
    body,
    ({ id }) => id,
    (decision) => decisionPart(decision, words, host),
  );
  const heading = (text: string, className = ''): HTMLElement => make('th', { scope: 'col', class: className }, text);
  const headings = make(
    'tr',
    {},
    make('th', { scope: 'col', class: 'opener' }, make('span', { class: 'heard-only' }, words.details)),
    heading(words.time),
    heading(words.kind, 'medium'),
    heading(`${words.model} · ${words.endpoint}`),
    heading(words.cost, 'number'),
    heading(words.tokens, 'number wide'),
    heading(words.duration, 'number wide'),
    heading(words.finish, 'wide'),
    heading(words.reason, 'widest'),
  );
  const table = make('table', { class: 'decisions', 'aria-labelledby': 'decisions-heading' }, make('thead', {}, headings), body);
  const section = make(
    'section',
    { 'aria-labelledby': 'decisions-heading', 'data-testid': 'decisions' },
    make('h2', { id: 'decisions-heading' }, words.lastDecisions),
    table,
  );
  return {
    elements: [section],
    update: (decisions) => {
      section.hidden = decisions.length === 0;
      updateRows(decisions);
      const open = host.memory.open.filter((id) => decisions.some((decision) => decision.id === id));
      if (open.length < host.memory.open.length) host.remember({ open });
    },
  };
}

function decisionPart({ id }: DecisionState, words: SpendWords, host: Host): Part<DecisionState> {
  const opener = make('button', { type: 'button', class: 'opener', 'aria-controls': `details-${id}` });
  const cells = decisionCells();
  const row = make('tr', { 'data-testid': 'decision', 'data-entry': id }, make('td', { class: 'opener' }, opener), ...cells.elements);
  const place = make('td', { colspan: '9' });
  const details = make('tr', { id: `details-${id}`, class: 'details' }, place);
  let latest: DecisionState | undefined;
  let built: DecisionState | undefined;
  const paint = (): void => {
    const isOpen = host.memory.open.includes(id);
    setAttribute(opener, 'aria-expanded', String(isOpen));
    details.hidden = !isOpen;
    // An entry never changes, but its words may: the day's name goes with the day.
    if (!isOpen || !latest || JSON.stringify(built) === JSON.stringify(latest)) return;
    built = latest;
    place.replaceChildren(...detailsOf(latest, words));
  };
  opener.addEventListener('click', () => {
    const { open } = host.memory;
    host.remember({ open: open.includes(id) ? open.filter((other) => other !== id) : [...open, id] });
    paint();
  });
  return {
    elements: [row, details],
    update: (decision) => {
      latest = decision;
      setAttribute(opener, 'aria-label', `${words.details}: ${decision.time}, ${decision.model}`);
      cells.update(decision);
      paint();
    },
  };
}

function decisionCells(): Part<DecisionState> {
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
    update: (decision) => {
      setAttribute(time, 'datetime', decision.dateTime);
      setText(time, decision.time);
      setText(kind, decision.kind);
      setText(model, decision.model);
      setText(endpoint, decision.endpoint);
      setText(tokens, decision.tokens);
      setText(duration, decision.duration);
      setText(finish, decision.finish);
      setAttribute(finish, 'data-failure', decision.isFailure ? '' : undefined);
      setText(reason, decision.reason);
      setText(cost, decision.cost);
      updateMarks(decision.costMarks);
    },
  };
}

function marksOf({ costMarks }: DecisionState): readonly HTMLElement[] {
  return costMarks.map((text) => make('span', { class: 'mark' }, text));
}

/** Everything, also what has no room in the row of a narrow page. */
function detailsOf(decision: DecisionState, words: SpendWords): readonly HTMLElement[] {
  const fact = (name: string, ...value: readonly (string | HTMLElement)[]): HTMLElement =>
    make('div', {}, make('dt', {}, name), make('dd', {}, ...value));
  const facts = make(
    'dl',
    {},
    fact(words.kind, decision.kind),
    fact(words.model, `${decision.model} (${decision.tier})`),
    fact(words.endpoint, decision.endpoint),
    fact(words.cost, decision.cost, ...marksOf(decision)),
    fact(words.finish, decision.finish),
    fact(words.duration, decision.duration),
    fact(words.attempt, decision.attempt),
    ...decision.facts.map(({ name, text }) => fact(name, text)),
    fact(words.entryId, make('code', {}, decision.id)),
  );
  const buckets = smallTable(
    words.tokensByKind,
    [words.bucket, words.tokenCount],
    decision.buckets.map(({ name, tokens }) => [name, tokens]),
    'last-is-number',
  );
  const rejected = smallTable(
    words.rejected,
    [words.candidate, words.rule, words.reason],
    decision.rejected.map(({ candidate, rule, reason }) => [candidate, rule, reason]),
  );
  return [facts, ...(decision.buckets.length > 0 ? [buckets] : []), ...(decision.rejected.length > 0 ? [rejected] : [])];
}

function smallTable(caption: string, headings: readonly string[], rows: readonly (readonly string[])[], className?: string): HTMLElement {
  return make(
    'table',
    { class: className },
    make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...headings.map((text) => make('th', { scope: 'col' }, text)))),
    make('tbody', {}, ...rows.map((cells) => make('tr', {}, ...cells.map((text) => make('td', {}, text))))),
  );
}
