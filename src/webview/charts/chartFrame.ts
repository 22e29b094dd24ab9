import type { ChartWords } from '../../features/spend/protocol.ts';
import { make, type Part, setAttribute, setText } from '../dom.ts';
import type { Host } from '../host.ts';
import { placeAfter } from '../tabs.ts';
import { type Colours, coloursAt, onDidChangeTheme } from './colours.ts';

/** What a frame needs to know of what is drawn in it. */
export interface Drawn {
  readonly caption: string;
  readonly summary: string;
  /** What is said of each place, from left to right. */
  readonly texts: readonly string[];
  /** The place that is looked at first. */
  readonly first: number;
  /** Instead of a chart, where there is nothing to draw. */
  readonly nothing?: string | undefined;
}

export interface DrawOptions {
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
  /** The place that the user looks at. */
  readonly chosen: number | undefined;
  /** The pointer is over a place, or over none. */
  readonly onPoint: (place: number | undefined) => void;
}

/** A drawing in the page. */
export interface Drawing {
  /** Marks the place that the user looks at. */
  choose(place: number | undefined): void;
  destroy(): void;
}

export interface ChartParts<State> {
  /** An id of its own on the page. */
  readonly id: string;
  readonly describe: (state: State) => Drawn;
  readonly draw: (place: HTMLElement, state: State, options: DrawOptions) => Drawing;
  /** What the colours stand for. */
  readonly legend: Part<State>;
  readonly table: Part<State>;
}

const height = 200;

/**
 * A chart with all that stands around it: its table, which is always there for those who hear the page and is shown instead when the user wants
 * it; a line that reads out one place; and keys that go from place to place. Whatever changes, everything stays where it is.
 */
export function chartFrame<State>({ id, describe, draw, legend, table }: ChartParts<State>, words: ChartWords, host: Host): Part<State> {
  const caption = make('h3', { id: `${id}-caption` });
  const summary = make('p', { class: 'quiet', id: `${id}-summary` });
  const toggle = make('button', { type: 'button', class: 'link', 'aria-controls': `${id}-table` });
  const plot = make('div', {
    class: 'plot',
    tabindex: '0',
    // The arrow keys are the chart's own, which a reader would keep for itself elsewhere.
    role: 'application',
    'aria-roledescription': words.role,
    'aria-labelledby': `${id}-caption`,
    'aria-describedby': `${id}-summary ${id}-keys`,
    'data-testid': `${id}-plot`,
  });
  const keys = make('p', { id: `${id}-keys`, class: 'heard-only' }, words.keys);
  const readout = make('p', { class: 'readout number', 'aria-hidden': 'true', 'data-testid': `${id}-readout` });
  const said = make('p', { role: 'status', class: 'heard-only', 'data-testid': `${id}-said` });
  const nothing = make('p', { class: 'quiet' });
  const chart = make('div', {}, plot, readout, ...legend.elements, keys, said);
  const place = make('div', { id: `${id}-table`, 'data-testid': `${id}-table` }, ...table.elements);
  const frame = make(
    'figure',
    { 'data-testid': id },
    make('figcaption', {}, make('div', {}, caption, summary), toggle),
    nothing,
    chart,
    place,
  );

  let state: State | undefined;
  let drawn: Drawn | undefined;
  let drawing: Drawing | undefined;
  let chosen: number | undefined;
  let drawnFrom = '';
  const isTable = (): boolean => host.memory.tables.includes(id);
  const read = (at: number | undefined): void => setText(readout, drawn?.texts[at ?? drawn.first] ?? '');
  const choose = (at: number | undefined): void => {
    chosen = at;
    drawing?.choose(at);
    read(at);
  };
  const paint = (): void => {
    if (!state || !drawn || plot.clientWidth === 0) return;
    const from = JSON.stringify([state, plot.clientWidth]);
    if (from === drawnFrom) return;
    drawnFrom = from;
    drawing?.destroy();
    drawing = draw(plot, state, { width: plot.clientWidth, height, colours: coloursAt(plot), chosen, onPoint: (at) => read(at ?? chosen) });
  };
  const arrange = (): void => {
    const isEmpty = drawn?.nothing !== undefined;
    setText(toggle, isTable() ? words.showAsChart : words.showAsTable);
    toggle.hidden = isEmpty;
    nothing.hidden = !isEmpty;
    chart.hidden = isEmpty || isTable();
    setAttribute(place, 'class', isEmpty || !isTable() ? 'heard-only' : 'chart-table');
  };
  toggle.addEventListener('click', () => {
    host.remember({ tables: isTable() ? host.memory.tables.filter((each) => each !== id) : [...host.memory.tables, id] });
    arrange();
    paint();
  });
  plot.addEventListener('keydown', (event) => {
    if (!drawn || event.ctrlKey || event.altKey || event.metaKey) return;
    // The first key reads the place that stands there; the others go on from it.
    const to = placeAfter(event.key, chosen ?? drawn.first + (event.key === 'ArrowLeft' ? 1 : -1), drawn.texts.length, 'stay');
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
    setText(said, drawn.texts[to] ?? '');
  });
  plot.addEventListener('blur', () => choose(undefined));
  new ResizeObserver(paint).observe(plot);
  onDidChangeTheme(() => {
    drawnFrom = '';
    paint();
  });
  return {
    elements: [frame],
    update: (next) => {
      state = next;
      drawn = describe(next);
      setText(caption, drawn.caption);
      setText(summary, drawn.summary);
      setText(nothing, drawn.nothing ?? '');
      legend.update(next);
      table.update(next);
      arrange();
      paint();
      read(chosen);
    },
  };
}
