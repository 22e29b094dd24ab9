import type { BudgetField, BudgetState, SpendState, SpendWords } from '../features/spend/protocol.ts';
import { listIn, make, type Part, setAttribute, setShare, setText } from './dom.ts';
import type { Post } from './host.ts';
import { type ReadDollars, readDollars } from './readDollars.ts';

/** How much of each budget is used, the way to allow more, and the fields that set them. */
export function budgetsPart(words: SpendWords, post: Post): Part<SpendState> {
  const none = make('p', {}, words.noBudgets);
  const list = make('ul', { class: 'budgets' });
  const fields = make('div', { class: 'fields' });
  const updateList = listIn<BudgetState>(
    list,
    ({ id }) => id,
    (budget) => budgetPart(budget, words, post),
  );
  const updateFields = listIn<BudgetField>(
    fields,
    ({ period }) => period,
    (field) => fieldPart(field, words, post),
  );
  const heading = make('h2', { id: 'budgets-heading' }, words.budgets);
  return {
    elements: [make('section', { 'aria-labelledby': 'budgets-heading', 'data-testid': 'budgets' }, heading, none, list, fields)],
    update: (state) => {
      none.hidden = state.budgets.length > 0 || state.budgetFields.some(({ dollars }) => dollars !== '');
      list.hidden = state.budgets.length === 0;
      updateList(state.budgets);
      updateFields(state.budgetFields);
    },
  };
}

function budgetPart({ id }: BudgetState, words: SpendWords, post: Post): Part<BudgetState> {
  const name = make('span', { class: 'name' });
  const amounts = make('span', { class: 'number' });
  const text = make('p', { class: 'quiet' });
  const bar = make('div', { class: 'progress', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' });
  const forecast = make('span', { class: 'forecast-mark' });
  bar.append(forecast);
  const allow = allowMorePart(id, words, post);
  const item = make('li', { 'data-testid': `budget-${id}` }, make('p', { class: 'title' }, name, amounts), bar, text, ...allow.elements);
  return {
    elements: [item],
    update: (budget) => {
      setText(name, budget.name);
      setText(amounts, `${budget.spent} / ${budget.limit}`);
      setText(text, budget.text);
      setAttribute(item, 'data-level', budget.level);
      setAttribute(bar, 'aria-label', budget.name);
      setAttribute(bar, 'aria-valuenow', String(Math.min(100, budget.percent)));
      setAttribute(bar, 'aria-valuetext', `${budget.spent} / ${budget.limit}, ${budget.text}`);
      setShare(bar, '--spent', budget.spentThousandths);
      setShare(bar, '--reserved', budget.spentThousandths + budget.reservedThousandths);
      setShare(bar, '--unreachable', budget.spentThousandths + budget.reservedThousandths + budget.unreachableThousandths);
      forecast.hidden = budget.forecastThousandths === undefined;
      setShare(bar, '--forecast', budget.forecastThousandths ?? 0);
      allow.update(budget.allowMore);
    },
  };
}

/** Undefined: it does not matter now. */
function allowMorePart(budgetId: string, words: SpendWords, post: Post): Part<string | undefined> {
  let label = '';
  const button = make('button', { type: 'submit' });
  const amount = amountField(`allow-${budgetId}`, words.amountToAllow, words);
  amount.input.value = '1';
  const paint = (): void => {
    const read = readDollars(amount.input.value);
    setText(button, label.replace('{0}', `$${read.amount === 'read' ? amount.input.value.trim().replace(/^\$\s*/, '') : '…'}`));
  };
  amount.input.addEventListener('input', paint);
  const form = formOf('allow', [amount.element, button], amount.problem, () => {
    const read = readDollars(amount.input.value);
    const isAmount = read.amount === 'read' && read.nanoUsd > 0;
    amount.complain(isAmount || read.amount === 'absurd' ? read.amount : 'bad');
    if (isAmount) post({ type: 'allow-more', budgetId, amountNanoUsd: read.nanoUsd });
  });
  return {
    elements: [form],
    update: (text) => {
      form.hidden = text === undefined;
      label = text ?? '';
      paint();
    },
  };
}

function fieldPart({ period }: BudgetField, words: SpendWords, post: Post): Part<BudgetField> {
  const amount = amountField(`budget-${period}`, undefined, words);
  const label = make('label', { for: amount.input.id });
  setAttribute(amount.input, 'placeholder', words.emptyForNone);
  const save = make('button', { type: 'submit', class: 'secondary', id: `save-${period}` }, words.save);
  // The host's value, which the field follows as long as nobody has written another one into it.
  let saved: string | undefined;
  const form = formOf('set', [label, amount.element, save], amount.problem, () => {
    const read = readDollars(amount.input.value);
    amount.complain(read.amount);
    if (read.amount === 'bad' || read.amount === 'absurd') return;
    saved = amount.input.value;
    post({ type: 'set-budget', period, ...(read.amount === 'read' && { limitNanoUsd: read.nanoUsd }) });
  });
  return {
    elements: [form],
    update: (field) => {
      setText(label, field.label);
      // One button named "Save" is like the other.
      setAttribute(save, 'aria-label', `${words.save}: ${field.label}`);
      const isUntouched = saved === undefined || amount.input.value === saved;
      if (isUntouched && amount.input.value !== field.dollars) amount.input.value = field.dollars;
      if (isUntouched) saved = field.dollars;
    },
  };
}

interface AmountField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly problem: HTMLElement;
  /** Says what is wrong with what was read, or that nothing is. */
  complain(read: ReadDollars['amount']): void;
}

function amountField(id: string, label: string | undefined, words: SpendWords): AmountField {
  const problem = make('p', { id: `${id}-problem`, class: 'problem', role: 'alert' });
  const input = make('input', {
    id,
    type: 'text',
    inputmode: 'decimal',
    size: '8',
    autocomplete: 'off',
    'aria-label': label,
    'aria-describedby': problem.id,
  });
  const complain = (read: ReadDollars['amount']): void => {
    const isWrong = read === 'bad' || read === 'absurd';
    setAttribute(input, 'aria-invalid', isWrong ? 'true' : undefined);
    setText(problem, isWrong ? (read === 'bad' ? words.badAmount : words.absurdAmount) : '');
    if (isWrong) input.focus();
  };
  input.addEventListener('input', () => complain(readDollars(input.value).amount));
  const unit = make('span', { 'aria-hidden': 'true', title: words.dollars }, '$');
  return { element: make('span', { class: 'amount' }, unit, input), input, problem, complain };
}

function formOf(className: string, row: readonly HTMLElement[], problem: HTMLElement, submit: () => void): HTMLElement {
  const form = make('form', { class: className, novalidate: '' }, make('div', { class: 'row' }, ...row), problem);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  return form;
}
