import type { SpendState, View } from '../features/spend/protocol.ts';
import { budgetsPart } from './budgets.ts';
import { monthChartPart } from './charts/monthChart.ts';
import { listIn, make, type Part, setAttribute, setText } from './dom.ts';
import { figuresPart } from './figures.ts';
import { headerPart } from './header.ts';
import { historyPart } from './history.ts';
import { Host } from './host.ts';
import { periodsPart } from './periods.ts';
import { policyPart } from './policy.ts';
import { requestsPart } from './requests.ts';
import { statusPart } from './status.ts';
import { tabsPart } from './tabs.ts';
import { waitingPart } from './waiting.ts';

/** The whole page, built from the first state and kept equal to each one that follows. */
function pagePart({ words }: SpendState, host: Host): Part<SpendState> {
  const header = headerPart(words, host.post);
  const notices = noticesPart();
  const today = todayPart({ words }, host);
  const history = historyPart(words, host);
  const policy = policyPart(words, host.post);
  const status = statusPart();
  const waiting = waitingPart(host, words.loading);
  const tabs = tabsPart<View['tab']>(
    words.tabs,
    [
      { id: 'today', name: words.today, content: today.elements },
      { id: 'history', name: words.history, content: history.elements },
      { id: 'policy', name: words.policy, content: policy.elements },
    ],
    host.memory.view.tab,
    (tab) => host.look({ tab }),
  );
  const parts = [header, notices, today, history, policy, waiting];
  return {
    elements: [...waiting.elements, ...header.elements, ...notices.elements, ...tabs, ...status.elements],
    update: (state) => {
      setAttribute(document.documentElement, 'lang', state.language);
      document.title = words.heading;
      for (const part of parts) part.update(state);
      status.update(state.status);
    },
  };
}

function noticesPart(): Part<SpendState> {
  const notices = make('div', { class: 'notices', 'data-testid': 'notices' });
  const update = listIn<SpendState['notices'][number]>(
    notices,
    ({ id, severity }) => `${id} ${severity}`,
    ({ severity }) => {
      const element = make('p', { class: `notice ${severity}` });
      return { elements: [element], update: ({ text }) => setText(element, text) };
    },
  );
  return { elements: [notices], update: (state) => update(state.notices) };
}

/** What a newcomer asks, first; then budgets, what it went on, and the last decisions. */
function todayPart({ words }: Pick<SpendState, 'words'>, host: Host): Part<SpendState> {
  const answers = figuresPart(words.answers, 'answers');
  const empty = make(
    'section',
    { class: 'empty', 'data-testid': 'empty' },
    make('h2', {}, words.emptyHeading),
    make('p', {}, words.emptyText),
  );
  const month = monthChartPart(words, host);
  const budgets = budgetsPart(words, host.post);
  const periods = periodsPart(words, host);
  const decisions = requestsPart({ id: 'decisions', heading: words.lastDecisions }, words, host);
  const monthPlace = make('div', { class: 'month' }, ...month.elements);
  const beside = make('div', { class: 'beside' }, monthPlace, ...budgets.elements);
  return {
    elements: [...answers.elements, empty, beside, ...periods.elements, ...decisions.elements],
    update: (state) => {
      empty.hidden = !state.isEmpty;
      for (const element of [...answers.elements, ...periods.elements]) element.hidden = state.isEmpty;
      monthPlace.hidden = state.isEmpty || !state.month;
      answers.update(state.answers);
      if (state.month) month.update(state.month);
      budgets.update(state);
      periods.update(state.periods);
      decisions.update({ rows: state.decisions, details: state.requests });
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
  document.body.append(...page.elements);
  page.update(data);
  window.scrollTo({ top: host.memory.scrollY });
  // Not before the first state: an empty page scrolls to its top by itself.
  window.addEventListener('scrollend', () => host.remember({ scrollY: window.scrollY }));
});
host.post({ type: 'ready', view: host.memory.view });
