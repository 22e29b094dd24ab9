import type { AgentWords, TaskTab } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setAttribute, setText } from '../dom.ts';
import type { AgentHost } from './agentHost.ts';
import { buttonTo } from './buttons.ts';

/** The open tasks, one of which is looked at. */
export function taskTabsPart(words: AgentWords, { post, run }: AgentHost): Part<readonly TaskTab[]> {
  const list = make('ul', { class: 'tabs', 'aria-label': words.tasks });
  const update = listIn<TaskTab>(
    list,
    ({ id }) => id,
    ({ id }) => tabPart(id, words, post),
  );
  const newTask = buttonTo(words.newTask, () => run('new-task'), { look: 'link', testId: 'new-task' });
  const history = buttonTo(words.history, () => run('history'), { look: 'link', testId: 'history' });
  const nav = make('nav', { 'aria-label': words.tasks }, list, make('div', { class: 'row' }, newTask, history));
  return {
    elements: [nav],
    update: (tabs) => {
      list.hidden = tabs.length === 0;
      update(tabs);
    },
  };
}

function tabPart(taskId: string, words: AgentWords, post: AgentHost['post']): Part<TaskTab> {
  const title = make('span', { class: 'title' });
  const phase = make('span', { class: 'quiet' });
  const select = make('button', { type: 'button', class: 'tab', 'data-testid': 'tab' }, title, ' ', phase);
  select.addEventListener('click', () => post({ type: 'select-task', taskId }));
  const rename = buttonTo('✎', () => post({ type: 'rename-task', taskId }), { look: 'link', testId: 'rename-task' });
  const close = buttonTo('×', () => post({ type: 'close-task', taskId }), { look: 'link' });
  const element = make('li', {}, select, rename, close);
  return {
    elements: [element],
    update: (tab) => {
      setText(title, tab.title);
      setText(phase, `${tab.phaseText} · ${tab.cost}`);
      setAttribute(element, 'data-phase', tab.phase);
      setAttribute(select, 'aria-current', tab.isCurrent ? 'true' : undefined);
      rename.hidden = !tab.isCurrent;
      setAttribute(
        rename,
        'aria-label',
        words.renameTask.replace('{0}', () => tab.title),
      );
      setAttribute(
        close,
        'aria-label',
        words.closeTask.replace('{0}', () => tab.title),
      );
    },
  };
}
