import type { AgentWords, ApprovalState, ToolItem } from '../../features/agent/protocol.ts';
import { make, type Part, setText } from '../dom.ts';
import { buttonTo } from './buttons.ts';
import { focusWhenLookedAt } from './focus.ts';

type Answer = 'once' | 'always' | 'no';

export interface ApprovalDoes {
  answer(asked: ApprovalState, answer: Answer, words: string): void;
}

/** A key that was meant for something else, pressed as the question appears, answers nothing. */
const deafMs = 500;

/**
 * What may happen only if the user says so. The keyboard goes to the card, and not to one of its buttons, so that no Enter or blank that was
 * under way approves anything. Changes are shown above it, by the tool's card.
 */
export function approvalPart(words: AgentWords, does: ApprovalDoes): Part<ToolItem> {
  let asked: ApprovalState | undefined;
  let shownMs = 0;
  let isWhole = false;
  const heading = make('h3');
  const reason = make('p');
  const content = make('pre', { class: 'content', tabindex: '0', role: 'region', 'data-testid': 'approval-content' });
  const folder = make('p', { class: 'quiet' });
  const said = make('input', { type: 'text', maxlength: '2000', placeholder: words.rejectReason, 'aria-label': words.rejectReason });
  const give = (answer: Answer): void => {
    if (!asked || performance.now() - shownMs < deafMs) return;
    // What is not shown cannot be approved, by no key either.
    if (answer !== 'no' && !isWhole) return;
    // A second press of the same key is no second answer.
    shownMs = performance.now();
    does.answer(asked, answer, answer === 'no' ? said.value : '');
  };
  const approve = buttonTo(words.approve, () => give('once'), { testId: 'approve' });
  approve.setAttribute('aria-keyshortcuts', 'Control+Enter');
  const always = buttonTo(words.always, () => give('always'), { look: 'secondary', testId: 'always' });
  const reject = buttonTo(words.reject, () => give('no'), { look: 'secondary', testId: 'reject' });
  reject.setAttribute('aria-keyshortcuts', 'Escape');
  const keys = make('p', { class: 'quiet' }, `${words.approve}: ${words.approveKeys} · ${words.reject}: ${words.rejectKeys}`);
  const alwaysMeans = make('p', { class: 'quiet' });
  const card = make(
    'section',
    { class: 'approval', role: 'alertdialog', tabindex: '-1', 'aria-live': 'assertive', 'data-testid': 'approval' },
    ...[heading, reason, content, folder],
    make('div', { class: 'row' }, approve, always, reject),
    ...[keys, alwaysMeans, said],
  );
  card.addEventListener('keydown', (event) => {
    const isReason = event.target === said && said.value !== '';
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isReason) give('once');
    else if (event.key === 'Escape' || (event.key === 'Enter' && isReason)) give('no');
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    elements: [card],
    update: ({ approval, diff, target }) => {
      // Whoever answered by keyboard stays where they were, on the card that it was about.
      if (!approval && card.contains(document.activeElement)) card.parentElement?.focus();
      card.hidden = approval === undefined;
      if (!approval) {
        asked = undefined;
        return;
      }
      setText(heading, approval.heading);
      card.setAttribute('aria-label', `${approval.heading} ${target}`);
      setText(reason, approval.reason);
      content.hidden = approval.content === undefined;
      setText(content, approval.content ?? '');
      content.setAttribute('aria-label', approval.heading);
      folder.hidden = approval.folder === undefined;
      setText(folder, approval.folder === '.' ? words.inWorkspaceFolder : words.inFolder.replace('{0}', () => approval.folder ?? ''));
      always.hidden = approval.always === undefined;
      alwaysMeans.hidden = approval.always === undefined;
      setText(alwaysMeans, `${words.always}: ${approval.always ?? ''}`);
      isWhole = diff?.more === undefined;
      approve.disabled = !isWhole;
      always.disabled = !isWhole;
      const isSame = asked?.contentHash === approval.contentHash;
      asked = approval;
      if (isSame) return;
      shownMs = performance.now();
      said.value = '';
      focusWhenLookedAt(card);
    },
  };
}
