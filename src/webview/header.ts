import type { PageCommand, SpendState, SpendWords } from '../features/spend/protocol.ts';
import { make, type Part } from './dom.ts';
import type { Post } from './host.ts';

/** The page's name, the switch of paid models, and the ways to what is done elsewhere. */
export function headerPart(words: SpendWords, post: Post): Part<SpendState> {
  const paused = make('input', { id: 'pause', type: 'checkbox', role: 'switch', 'data-testid': 'pause' });
  paused.addEventListener('change', () => post({ type: 'pause-paid-models', isPaused: paused.checked }));
  const link = (command: PageCommand, text: string): HTMLElement => {
    const button = make('button', { type: 'button', class: 'link', 'data-testid': command }, text);
    button.addEventListener('click', () => post({ type: 'run', command }));
    return button;
  };
  const header = make(
    'header',
    {},
    make('h1', {}, words.heading),
    make('label', { class: 'switch', for: 'pause' }, paused, words.pausePaidModels),
    make(
      'nav',
      { 'aria-label': words.actions },
      link('set-key', words.setKey),
      link('choose-model', words.chooseModel),
      link('why-none', words.whyNone),
      link('export-csv', words.exportCsv),
      link('open-ledger-folder', words.openLedgerFolder),
      link('show-log', words.showLog),
    ),
  );
  return {
    elements: [header],
    update: ({ paidModels }) => {
      paused.checked = paidModels === 'paused';
    },
  };
}
