import type { AgentViewState, MessageToPage, NoticeState, TaskState } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setAttribute, setText } from '../dom.ts';
import { statusPart } from '../status.ts';
import { AgentHost } from './agentHost.ts';
import { buttonTo } from './buttons.ts';
import { afterwardsPart, moneyPart, pausePart, questionPart, summaryPart } from './cards.ts';
import { composerPart } from './composer.ts';
import { conversationPart } from './items.ts';
import { pastTasksPart } from './pastTasks.ts';
import { taskTabsPart } from './tabs.ts';

interface Page extends Part<AgentViewState> {
  hear(taskId: string, id: string, from: number, text: string): boolean;
  compose(text: string | undefined): void;
  sent(): void;
}

/** The whole page, built from the first state and kept equal to each one that follows. */
function pagePart({ words }: AgentViewState, host: AgentHost): Page {
  const tabs = taskTabsPart(words, host);
  const notices = noticesPart(host);
  const past = pastTasksPart(words, host);
  const task = taskPart(words, host);
  const empty = make(
    'section',
    { class: 'empty', 'data-testid': 'empty' },
    make('h2', {}, words.emptyHeading),
    make('p', {}, words.emptyText),
  );
  const composer = composerPart(words, host);
  const status = statusPart();
  const main = make('main', {}, ...past.elements, empty, ...task.elements);
  return {
    elements: [...tabs.elements, ...notices.elements, main, ...composer.elements, ...status.elements],
    hear: (taskId, id, from, text) => followingEnd(main, () => task.hear(taskId, id, from, text)),
    compose: (text) => composer.compose(text),
    sent: () => composer.sent(),
    update: (state) => {
      setAttribute(document.documentElement, 'lang', state.language);
      document.title = words.heading;
      tabs.update(state.tabs);
      notices.update(state);
      past.update(state.history);
      const isHistory = state.history !== undefined;
      empty.hidden = isHistory || state.task !== undefined;
      for (const element of task.elements) element.hidden = isHistory || state.task === undefined;
      followingEnd(main, () => state.task && task.update(state.task));
      composer.update(state);
      status.update(state.status);
    },
  };
}

interface TaskPart extends Part<TaskState> {
  hear(taskId: string, id: string, from: number, text: string): boolean;
}

function taskPart(words: AgentViewState['words'], { post }: AgentHost): TaskPart {
  let shown = '';
  const taskId = (): string => shown;
  const instructions = make('p', { class: 'quiet' });
  const conversation = conversationPart(words, post);
  const working = make('p', { class: 'working', 'data-testid': 'working' }, words.writing);
  const question = questionPart(words, (questionId, text) => post({ type: 'answer-question', taskId: shown, questionId, text }));
  const pause = pausePart(taskId, post);
  const summary = summaryPart(words, post);
  const afterwards = afterwardsPart(words, post);
  const money = moneyPart(words);
  const cards = [...question.elements, ...pause.elements, ...summary.elements, ...afterwards.elements];
  const element = make(
    'div',
    { class: 'task', 'data-testid': 'task' },
    instructions,
    ...conversation.elements,
    working,
    ...cards,
    ...money.elements,
  );
  return {
    elements: [element],
    hear: (of, id, from, text) => of !== shown || conversation.hear(id, from, text),
    update: (task) => {
      shown = task.id;
      setAttribute(element, 'data-phase', task.phase);
      instructions.hidden = task.instructions.length === 0;
      setText(
        instructions,
        words.instructions.replace('{0}', () => task.instructions.join(', ')),
      );
      conversation.update({ taskId: task.id, items: task.items });
      working.hidden = task.phase !== 'running';
      question.update(task.question);
      pause.update(task.pause);
      summary.update(task.summary);
      afterwards.update(task);
      money.update(task.money);
    },
  };
}

function noticesPart({ run }: AgentHost): Part<AgentViewState> {
  const notices = make('div', { class: 'notices', 'data-testid': 'notices' });
  const update = listIn<NoticeState>(
    notices,
    ({ id }) => id,
    ({ severity, action }) => {
      const text = make('span');
      const button = action ? [' ', buttonTo(action.label, () => run(action.command), { look: 'link' })] : [];
      return {
        elements: [make('p', { class: `notice ${severity}`, role: 'alert' }, text, ...button)],
        update: (notice) => setText(text, notice.text),
      };
    },
  );
  return { elements: [notices], update: (state) => update(state.notices) };
}

/** So near to the end of what is shown counts as being there, in CSS pixels. */
const nearEnd = 40;

/** Whoever reads the end goes on reading it; whoever reads something else is left there. */
function followingEnd<Result>(scrolled: HTMLElement, change: () => Result): Result {
  const isAtEnd = scrolled.scrollHeight - scrolled.scrollTop - scrolled.clientHeight < nearEnd;
  const result = change();
  if (isAtEnd) scrolled.scrollTop = scrolled.scrollHeight;
  return result;
}

const host = new AgentHost();
let page: Page | undefined;

function show(state: AgentViewState): void {
  if (!page) {
    page = pagePart(state, host);
    document.body.append(...page.elements);
  }
  page.update(state);
}

window.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
  switch (data.type) {
    case 'state':
      show(data);
      return;
    case 'delta':
      // What is missing comes with the next state.
      if (page?.hear(data.taskId, data.id, data.from, data.text) === false) host.post({ type: 'ready' });
      return;
    case 'sent':
      page?.sent();
      return;
    case 'compose':
      // It is sent once there is a page.
      page?.compose(data.text);
      return;
  }
});
host.post({ type: 'ready' });
