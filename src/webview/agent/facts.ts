import type { FactState } from '../../features/agent/protocol.ts';
import { listIn, make, type Part, setText } from '../dom.ts';

/** Names and what they stand for. */
export function factsPart(testId?: string): Part<readonly FactState[]> {
  const list = make('dl', { class: 'facts', 'data-testid': testId });
  const update = listIn<FactState>(
    list,
    ({ name }) => name,
    ({ name }) => {
      const value = make('dd');
      return { elements: [make('div', {}, make('dt', {}, name), value)], update: ({ text }) => setText(value, text) };
    },
  );
  return { elements: [list], update };
}
