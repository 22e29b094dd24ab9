import type { PeriodId, PeriodState, SpendWords } from '../features/spend/protocol.ts';
import { breakdownsPart } from './breakdown.ts';
import { choicesPart } from './choices.ts';
import { make, type Part, setText, textsIn } from './dom.ts';
import type { Host } from './host.ts';

/** What each period cost, and the tables of the one that is chosen. */
export function periodsPart(words: SpendWords, host: Host): Part<readonly PeriodState[]> {
  let latest: readonly PeriodState[] = [];
  const chosen = chosenPart(words);
  const periods: readonly PeriodId[] = ['day', 'week', 'month'];
  const paint = (): void => {
    const { period } = host.memory;
    choices.update(
      latest.map(({ id, name, spend }) => ({ id, name, note: spend })),
      period,
    );
    const shown = latest.find(({ id }) => id === period);
    if (shown) chosen.update(shown);
  };
  const choices = choicesPart('spend', words.choosePeriod, periods, (period) => {
    host.remember({ period });
    paint();
  });
  const heading = make('div', { class: 'heading' }, make('h2', { id: 'where-heading' }, words.where), choices.element);
  return {
    elements: [make('section', { 'aria-labelledby': 'where-heading', 'data-testid': 'where' }, heading, ...chosen.elements)],
    update: (states) => {
      latest = states;
      paint();
    },
  };
}

function chosenPart(words: SpendWords): Part<PeriodState> {
  const days = make('span', { class: 'quiet', 'data-testid': 'period-days' });
  const notes = make('span', { class: 'notes' });
  const updateNotes = textsIn(notes, 'span', 'mark');
  const facts = [words.requests, words.tokensIn, words.fromCache, words.tokensOut].map((label) => {
    const value = make('span', { class: 'number' });
    return { element: make('span', {}, make('span', { class: 'quiet' }, label), ' ', value), value };
  });
  const line = make('p', { class: 'facts', 'data-testid': 'period-facts' }, days, ...facts.map(({ element }) => element), notes);
  const nothing = make('p', { class: 'quiet' }, words.nothingInPeriod);
  const tables = breakdownsPart(words);
  return {
    elements: [line, nothing, ...tables.elements],
    update: (period) => {
      setText(days, period.days);
      const values = [period.requests, period.tokensIn, period.fromCache, period.tokensOut];
      for (const [index, { value }] of facts.entries()) setText(value, values[index] ?? '');
      updateNotes(period.spendNotes);
      nothing.hidden = period.tables.length > 0;
      tables.update(period.tables);
    },
  };
}
