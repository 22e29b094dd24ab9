import type { AgentWords, OutputState, ToolItem } from '../../features/agent/protocol.ts';
import { make, type Part, setAttribute, setText } from '../dom.ts';
import type { Post } from './agentHost.ts';
import { approvalPart } from './approval.ts';
import { buttonTo } from './buttons.ts';
import { diffPart } from './diff.ts';

/** A call of a tool: what, on what, how it stands; its changes, what it said, and whether it may. */
export function toolPart(taskId: string, words: AgentWords, post: Post): Part<ToolItem> {
  let id = '';
  const showMore = (): void => post({ type: 'show-more', taskId, id });
  const name = make('strong');
  const target = make('code', { class: 'target' });
  const state = make('span', { class: 'state' });
  const rule = make('p', { class: 'quiet' });
  const diff = diffPart(words, showMore);
  const output = outputPart(words, showMore);
  const approval = approvalPart(words, {
    answer: ({ callId, contentHash }, answer, said) =>
      post({ type: 'approve', taskId, callId, contentHash, answer, ...(said !== '' && { words: said }) }),
  });
  const card = make(
    'li',
    { class: 'tool', tabindex: '-1', 'data-testid': 'tool' },
    make('div', { class: 'head' }, name, ' ', target, ' ', state),
    rule,
    ...diff.elements,
    ...output.elements,
    ...approval.elements,
  );
  return {
    elements: [card],
    update: (item) => {
      id = item.id;
      setAttribute(card, 'data-state', item.state);
      setText(name, item.name);
      setText(target, item.target);
      target.hidden = item.target === '';
      setText(state, item.stateText);
      rule.hidden = item.rule === undefined;
      setText(
        rule,
        words.rule.replace('{0}', () => item.rule ?? ''),
      );
      diff.update(item.diff);
      output.update(item.output);
      approval.update(item);
    },
  };
}

/** Closed at first where all went well: most of it nobody wants to see. */
function outputPart(words: AgentWords, showMore: () => void): Part<OutputState | undefined> {
  const text = make('pre', { class: 'output', tabindex: '0', role: 'region', 'aria-label': words.output });
  const rest = make('span', { class: 'quiet' });
  const more = make('p', { class: 'more' }, rest, ' ', buttonTo(words.showMore, showMore, { look: 'link' }));
  const details = make('details', {}, make('summary', {}, words.output), text, more);
  return {
    elements: [details],
    update: (output) => {
      details.hidden = output === undefined;
      setText(text, output?.text ?? '');
      more.hidden = output?.more === undefined;
      setText(rest, output?.more ?? '');
    },
  };
}
