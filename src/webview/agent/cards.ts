import type { AgentWords, MoneyState, PauseState, QuestionState, SummaryState, TaskState } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setAttribute, setShare, setText } from '../dom.ts';
import type { Post } from './agentHost.ts';
import { buttonTo } from './buttons.ts';
import { factsPart } from './facts.ts';
import { focusWhenLookedAt } from './focus.ts';
import { blockNode, markdownDoes } from './markdown/markdownNodes.ts';
import { readMarkdown } from './markdown/markdownTree.ts';

/** What the agent asks, with its choices and a line for another answer. */
export function questionPart(words: AgentWords, answer: (questionId: string, text: string) => void): Part<QuestionState | undefined> {
  let id: string | undefined;
  const text = make('p', { class: 'plain' });
  const choices = make('div', { class: 'row' });
  const give = (said: string): void => {
    if (id !== undefined && said.trim() !== '') answer(id, said);
  };
  const updateChoices = listIn<string>(
    choices,
    (choice) => choice,
    (choice) => ({ elements: [buttonTo(choice, () => give(choice), { look: 'secondary' })], update: () => undefined }),
  );
  const field = make('input', { type: 'text', maxlength: '20000', 'aria-label': words.answer, 'data-testid': 'question-answer' });
  const form = make('form', { class: 'row' }, field, make('button', { type: 'submit' }, words.answer));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    give(field.value);
  });
  const card = make(
    'section',
    {
      class: 'card',
      role: 'alertdialog',
      'aria-label': words.question,
      tabindex: '-1',
      'aria-live': 'assertive',
      'data-testid': 'question',
    },
    make('h3', {}, words.question),
    ...[text, choices, form],
  );
  return {
    elements: [card],
    update: (question) => {
      card.hidden = question === undefined;
      const isNew = question !== undefined && question.id !== id;
      id = question?.id;
      if (!question) return;
      setText(text, question.text);
      updateChoices(question.choices);
      if (!isNew) return;
      field.value = '';
      focusWhenLookedAt(card);
    },
  };
}

/** Why it does not go on by itself, and what the user can do. */
export function pausePart(taskId: () => string, post: Post): Part<PauseState | undefined> {
  const heading = make('h3');
  const text = make('p');
  const choices = make('div', { class: 'row' });
  const updateChoices = listIn<PauseState['choices'][number]>(
    choices,
    ({ choice }) => choice,
    ({ choice, label }) => {
      const look = choice === 'go-on' || choice === 'raise-cap' ? {} : { look: 'secondary' as const };
      const button = buttonTo(label, () => post({ type: 'go-on', taskId: taskId(), choice }), { ...look, testId: choice });
      return { elements: [button], update: (state) => setText(button, state.label) };
    },
  );
  const card = make(
    'section',
    { class: 'card', role: 'alertdialog', tabindex: '-1', 'aria-live': 'assertive', 'data-testid': 'pause' },
    heading,
    text,
    choices,
  );
  let shown = '';
  return {
    elements: [card],
    update: (pause) => {
      card.hidden = pause === undefined;
      const key = pause ? `${taskId()} ${pause.heading} ${pause.text}` : '';
      const isNew = key !== shown;
      shown = key;
      if (!pause) return;
      setText(heading, pause.heading);
      setAttribute(card, 'aria-label', pause.heading);
      setText(text, pause.text);
      updateChoices(pause.choices);
      if (isNew) focusWhenLookedAt(card);
    },
  };
}

/** What came of it, and what it cost. */
export function summaryPart(words: AgentWords, post: Post): Part<SummaryState | undefined> {
  const heading = make('h3');
  const text = make('div', { class: 'markdown' });
  const does = markdownDoes(words, post);
  let shown = '';
  const facts = factsPart('summary-facts');
  const card = make('section', { class: 'card', 'aria-live': 'polite', 'data-testid': 'summary' }, heading, text, ...facts.elements);
  return {
    elements: [card],
    update: (summary) => {
      card.hidden = summary === undefined;
      if (!summary) return;
      setAttribute(card, 'data-outcome', summary.outcome);
      setText(heading, summary.heading);
      if (shown !== summary.text)
        text.replaceChildren(...readMarkdown(summary.text).flatMap(({ block }) => (block ? [blockNode(block, does)] : [])));
      shown = summary.text;
      facts.update(summary.facts);
    },
  };
}

/** What can be done with a task that does not run: taken back, or tried again. */
export function afterwardsPart(words: AgentWords, post: Post): Part<TaskState> {
  let taskId = '';
  const undoStep = buttonTo(words.undoStep, () => post({ type: 'undo', taskId, scope: 'step' }), {
    look: 'secondary',
    testId: 'undo-step',
  });
  const undoTask = buttonTo(words.undoTask, () => post({ type: 'undo', taskId, scope: 'task' }), {
    look: 'secondary',
    testId: 'undo-task',
  });
  const tiers = make('span', { class: 'row' });
  const updateTiers = listIn<TaskState['retryTiers'][number]>(
    tiers,
    ({ tier }) => tier,
    ({ tier, label }) => {
      const press = (): void => post({ type: 'retry', taskId, tier });
      return { elements: [buttonTo(label, press, { look: 'link', testId: `retry-${tier}` })], update: () => undefined };
    },
  );
  const retry = make(
    'div',
    { class: 'row', role: 'group', 'aria-label': words.retryOn },
    make('span', { class: 'quiet' }, words.retryOn),
    tiers,
  );
  return {
    elements: [make('div', { class: 'row' }, undoStep, undoTask), retry],
    update: (task) => {
      taskId = task.id;
      undoStep.hidden = !task.canUndoStep;
      undoTask.hidden = !task.canUndoTask;
      retry.hidden = task.retryTiers.length === 0;
      updateTiers(task.retryTiers);
    },
  };
}

/** What is spent beside the cap, as a bar and in words. */
export function moneyPart(words: AgentWords): Part<MoneyState> {
  const bar = make('div', { class: 'bar', 'aria-hidden': 'true' });
  const text = make('span', { class: 'number', 'data-testid': 'money' });
  const element = make('div', { class: 'money' }, bar, make('span', { class: 'heard-only' }, `${words.cost} `), text);
  return {
    elements: [element],
    update: (money) => {
      setAttribute(element, 'data-level', money.level);
      setShare(bar, '--spent', money.thousandths);
      setText(text, money.text);
    },
  };
}
