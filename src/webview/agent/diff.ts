import type { AgentWords, DiffLine, DiffState } from '../../features/agent/protocol.ts';
import { make, type Part, setText } from '../dom.ts';
import { buttonTo } from './buttons.ts';

/** Changes as lines with their signs. It is made anew only where it changed. */
export function diffPart(words: AgentWords, showMore: () => void): Part<DiffState | undefined> {
  const label = make('p', { class: 'quiet' });
  const lines = make('pre', { class: 'diff', tabindex: '0', role: 'region', 'data-testid': 'diff' });
  const rest = make('span', { class: 'quiet' });
  const more = make('p', { class: 'more' }, rest, ' ', buttonTo(words.showMore, showMore, { look: 'link' }));
  const element = make('div', { class: 'changes' }, label, lines, more);
  let shown = '';
  return {
    elements: [element],
    update: (diff) => {
      element.hidden = diff === undefined;
      const key = JSON.stringify(diff);
      if (!diff || key === shown) return;
      shown = key;
      setText(label, diff.label);
      lines.setAttribute('aria-label', diff.label);
      lines.replaceChildren(...diff.lines.map((line) => lineNode(line, words)));
      more.hidden = diff.more === undefined;
      setText(rest, diff.more ?? '');
    },
  };
}

function lineNode({ kind, text }: DiffLine, { added, removed }: AgentWords): HTMLElement {
  const heard = kind === 'added' ? added : kind === 'removed' ? removed : undefined;
  return make(
    'span',
    { class: `line ${kind}` },
    ...(heard === undefined ? [] : [make('span', { class: 'heard-only' }, `${heard}: `)]),
    `${text}\n`,
  );
}
