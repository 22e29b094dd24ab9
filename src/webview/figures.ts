import type { AnswerState, FigureState } from '../features/spend/protocol.ts';
import { listIn, make, type Part, setAttribute, setText, textsIn } from './dom.ts';

/** Numbers that are read at a glance, each with its name and what is to be known of it. */
export function figuresPart(label: string, testId: string): Part<readonly (FigureState | AnswerState)[]> {
  const list = make('dl', { class: 'figures', 'aria-label': label, 'data-testid': testId });
  return { elements: [list], update: listIn<FigureState | AnswerState>(list, ({ id }) => id, figurePart) };
}

function figurePart({ id }: FigureState): Part<FigureState | AnswerState> {
  const name = make('dt');
  const figure = make('span', { class: 'figure' });
  const mark = make('span', { class: 'mark' });
  const lines = make('span', { class: 'lines' });
  const updateLines = textsIn(lines, 'span', 'quiet');
  const place = make('div', { class: 'glance', 'data-testid': `figure-${id}` }, name, make('dd', {}, figure, mark, lines));
  return {
    elements: [place],
    update: (state) => {
      setText(name, state.name);
      setText(figure, state.figure);
      setAttribute(figure, 'data-name', 'isName' in state && state.isName ? '' : undefined);
      mark.hidden = state.mark === undefined;
      setText(mark, state.mark ?? '');
      updateLines(state.lines);
    },
  };
}
