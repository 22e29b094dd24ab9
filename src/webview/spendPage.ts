import type { SpendState } from '../features/spend/protocol.ts';
import { budgetsPart } from './budgets.ts';
import { decisionsPart } from './decisions.ts';
import { listIn, make, type Part, setAttribute, setText } from './dom.ts';
import { headerPart } from './header.ts';
import { Host } from './host.ts';
import { periodsPart } from './periods.ts';
import { statusPart } from './status.ts';
import { tabsPart } from './tabs.ts';

/** The whole page, built from the first state and kept equal to each one that follows. */
function pagePart(first: SpendState, host: Host): Part<SpendState> {
  const { words } = first;
  const header = headerPart(words, host.post);
  const status = statusPart();
  const notices = make('div', { class: 'notices', 'data-testid': 'notices' });
  const updateNotices = listIn<SpendState['notices'][number]>(
    notices,
    ({ id, severity }) => `${id} ${severity}`,
    ({ severity }) => {
      const element = make('p', { class: `notice ${severity}` });
      return { elements: [element], update: ({ text }) => setText(element, text) };
    },
  );
  const empty = make(
    'section',
    { class: 'empty', 'data-testid': 'empty' },
    make('h2', {}, words.emptyHeading),
    make('p', {}, words.emptyText),
  );
  const periods = periodsPart(words, host);
  const budgets = budgetsPart(words, host.post);
  const decisions = decisionsPart(words, host);
  const content = [...periods.summary.elements, empty, ...budgets.elements, ...periods.tables.elements, ...decisions.elements];
  const tabs = tabsPart(words.tabs, [{ id: 'today', name: words.today, content }]);
  return {
    elements: [...header.elements, notices, ...tabs, ...status.elements],
    update: (state) => {
      setAttribute(document.documentElement, 'lang', state.language);
      document.title = words.heading;
      header.update(state);
      updateNotices(state.notices);
      empty.hidden = !state.isEmpty;
      for (const element of periods.tables.elements) element.hidden = state.isEmpty;
      periods.summary.update(state.periods);
      periods.tables.update(state.periods);
      budgets.update(state);
      decisions.update(state.decisions);
      status.update(state.status);
    },
  };
}

const host = new Host();
let page: Part<SpendState> | undefined;

window.addEventListener('message', ({ data }: MessageEvent<SpendState>) => {
  if (data.type !== 'state') return;
  if (page) {
    page.update(data);
    return;
  }
  page = pagePart(data, host);
  page.update(data);
  document.body.append(...page.elements);
  window.scrollTo({ top: host.memory.scrollY });
  // Not before the first state: an empty page scrolls to its top by itself.
  window.addEventListener('scrollend', () => host.remember({ scrollY: window.scrollY }));
});
host.post({ type: 'ready' });
