import type { AgentWords, PastTaskState } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setAttribute, setText } from '../dom.ts';
import type { AgentHost } from './agentHost.ts';
import { buttonTo } from './buttons.ts';

/** The tasks of the past, to be opened and gone on with. */
export function pastTasksPart(words: AgentWords, { post, run }: AgentHost): Part<readonly PastTaskState[] | undefined> {
  const nothing = make('p', {}, words.noHistory);
  const list = make('ul', { class: 'past' });
  const update = listIn<PastTaskState>(
    list,
    ({ id }) => id,
    ({ id }) => pastTaskPart(id, words, post),
  );
  const section = make(
    'section',
    { class: 'history', 'aria-label': words.history, 'data-testid': 'past-tasks' },
    make(
      'div',
      { class: 'row' },
      make('h2', {}, words.history),
      buttonTo(words.closeHistory, () => run('close-history'), { look: 'secondary' }),
    ),
    nothing,
    list,
  );
  return {
    elements: [section],
    update: (tasks) => {
      section.hidden = tasks === undefined;
      nothing.hidden = (tasks?.length ?? 0) > 0;
      update(tasks ?? []);
    },
  };
}

function pastTaskPart(taskId: string, words: AgentWords, post: AgentHost['post']): Part<PastTaskState> {
  const open = buttonTo('', () => post({ type: 'open-task', taskId }), { look: 'link', testId: 'open-task' });
  const remove = buttonTo('×', () => post({ type: 'remove-task', taskId }), { look: 'link' });
  const text = make('span', { class: 'quiet' });
  return {
    elements: [make('li', {}, make('div', { class: 'row' }, open, remove), text)],
    update: (task) => {
      setText(open, task.title);
      setAttribute(
        open,
        'aria-label',
        words.openTask.replace('{0}', () => task.title),
      );
      setAttribute(
        remove,
        'aria-label',
        words.removeTask.replace('{0}', () => task.title),
      );
      setText(text, task.text);
    },
  };
}
