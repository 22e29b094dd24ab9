import type { AgentViewState, AgentWords, ComposerMode, ComposerState } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setAttribute, setText } from '../dom.ts';
import type { AgentHost } from './agentHost.ts';
import { buttonTo } from './buttons.ts';
import { takeImage } from './pictures.ts';

/** An estimate is asked for once the user rests. */
const restMs = 400;

export interface Composer extends Part<AgentViewState> {
  /** The keyboard goes there, and these words, behind what is written already. */
  compose(text: string | undefined): void;
  /** What was written is in the task. */
  sent(): void;
}

/** Where the user says what is to be done. The text stays here until it is sent; all that is attached is kept by the host. */
export function composerPart(words: AgentWords, host: AgentHost): Composer {
  let runningTask: string | undefined;
  let isBlocked = false;
  /** What is on its way to the host: it stays written until it has arrived. */
  let sending: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const field = make('textarea', {
    id: 'composer',
    rows: '3',
    'aria-label': words.compose,
    'aria-describedby': 'composer-hint',
    'data-testid': 'composer',
  });
  field.value = host.draft;
  const tellLength = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => host.post({ type: 'draft', characters: field.value.length }), restMs);
  };
  const send = (): void => {
    const text = field.value;
    if (isBlocked || sending !== undefined || text.trim() === '') return;
    sending = text;
    clearTimeout(timer);
    host.post({ type: 'send', text });
  };
  field.addEventListener('input', () => {
    host.draft = field.value;
    tellLength();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    // With a modifier it was meant for an approval that has just gone.
    if (!event.ctrlKey && !event.metaKey && !event.altKey) send();
  });
  field.addEventListener('paste', (event) => {
    if (takeImage(event.clipboardData, host.post)) event.preventDefault();
  });
  const attachments = attachmentsPart(words, host);
  const estimate = make('p', { class: 'quiet', 'data-testid': 'estimate' });
  const blocked = make('p', { class: 'quiet' });
  const mode = modePart(words, host);
  const approvals = buttonTo('', () => host.run('choose-approvals'), { look: 'link', testId: 'approvals' });
  const attach = (what: 'file' | 'selection' | 'problem', text: string): HTMLElement =>
    buttonTo(text, () => host.post({ type: 'attach', what }), { look: 'link', testId: `attach-${what}` });
  const attachRow = [attach('file', words.attachFile), attach('selection', words.attachSelection), attach('problem', words.attachProblem)];
  const sendButton = buttonTo(words.send, send, { testId: 'send' });
  const stop = buttonTo(words.stop, () => runningTask !== undefined && host.post({ type: 'stop', taskId: runningTask }), {
    look: 'secondary',
    testId: 'stop',
  });
  const element = make(
    'footer',
    {},
    ...attachments.elements,
    make('div', { class: 'row', role: 'group', 'aria-label': words.attachments }, ...attachRow),
    field,
    make('p', { id: 'composer-hint', class: 'heard-only' }, words.composeHint),
    ...[estimate, blocked],
    make('div', { class: 'row' }, ...mode.elements, sendButton, stop),
    approvals,
  );
  if (field.value !== '') tellLength();
  return {
    elements: [element],
    compose: (text) => {
      if (text) {
        field.value = [field.value, text].filter((part) => part !== '').join('\n\n');
        host.draft = field.value;
        tellLength();
      }
      field.focus();
    },
    sent: () => {
      if (field.value === sending) field.value = '';
      host.draft = field.value;
      sending = undefined;
    },
    update: ({ composer, task, notices }) => {
      // It did not arrive, which a notice says.
      if (notices.some(({ id }) => id === 'trouble')) sending = undefined;
      const isBusy = task?.phase === 'running' || task?.phase === 'approval' || task?.phase === 'question';
      runningTask = isBusy ? task?.id : undefined;
      stop.hidden = runningTask === undefined;
      sendButton.hidden = isBusy;
      isBlocked = composer.blocked !== undefined;
      sendButton.disabled = isBlocked;
      setText(blocked, composer.blocked ?? '');
      blocked.hidden = !isBlocked;
      setText(estimate, composer.estimate ?? '');
      estimate.hidden = composer.estimate === undefined || isBusy;
      setText(
        approvals,
        words.approvals.replace('{0}', () => composer.approvals),
      );
      attachments.update(composer.attachments);
      mode.update(composer);
    },
  };
}

function attachmentsPart(words: AgentWords, { post }: AgentHost): Part<ComposerState['attachments']> {
  const list = make('ul', { class: 'chips', 'aria-label': words.attachments, 'data-testid': 'attachments' });
  const update = listIn<ComposerState['attachments'][number]>(
    list,
    ({ id }) => id,
    ({ id, label }) => {
      const remove = buttonTo('×', () => post({ type: 'remove-attachment', id }), {
        look: 'link',
        label: words.removeAttachment.replace('{0}', () => label),
      });
      return { elements: [make('li', {}, label, ' ', remove)], update: () => undefined };
    },
  );
  return {
    elements: [list],
    update: (attachments) => {
      list.hidden = attachments.length === 0;
      update(attachments);
    },
  };
}

function modePart(words: AgentWords, { post }: AgentHost): Part<ComposerState> {
  const select = make('select', { 'aria-label': words.mode, 'data-testid': 'mode' });
  let offered: ComposerState['modes'] = [];
  select.addEventListener('change', () => {
    const chosen: ComposerMode | undefined = offered.find(({ mode }) => mode === select.value)?.mode;
    if (chosen) post({ type: 'set-mode', mode: chosen });
  });
  return {
    elements: [select],
    update: ({ mode, modes }) => {
      if (offered.length === 0) select.append(...modes.map((each) => make('option', { value: each.mode }, each.label)));
      offered = modes;
      select.value = mode;
      setAttribute(select, 'title', modes.find((each) => each.mode === mode)?.detail);
    },
  };
}
