import { listIn, make, type Part, setText } from '../dom.ts';
import type { ColourName } from './colours.ts';

export interface LegendItem {
  readonly colour: ColourName;
  readonly shape: 'block' | 'line' | 'dashes';
  readonly text: string;
}

/** What the colours of a chart stand for. Its table says the same in words, so that nobody has to hear it twice. */
export function legendPart<State>(itemsOf: (state: State) => readonly LegendItem[]): Part<State> {
  const list = make('ul', { class: 'legend', 'aria-hidden': 'true' });
  const update = listIn<LegendItem>(
    list,
    ({ colour }) => colour,
    ({ colour, shape }) => {
      const text = make('span');
      const swatch = make('span', { class: `swatch ${shape}`, 'data-colour': colour });
      return { elements: [make('li', {}, swatch, text)], update: (item) => setText(text, item.text) };
    },
  );
  return { elements: [list], update: (state) => update(itemsOf(state)) };
}
