import uPlot from 'uplot';
import type { BarState, ChartState, SpendWords } from '../../features/spend/protocol.ts';
import { listIn, make, type Part, setText } from '../dom.ts';
import type { Host } from '../host.ts';
import { chartFrame } from './chartFrame.ts';
import { legendPart } from './legend.ts';
import { plotIn } from './plot.ts';

/** In pixels, for each bar: below it lines between pieces would be all that is seen. */
const widthOfLines = 8;

/** Spend by day, stacked by tier. */
export function barChartPart(words: SpendWords, host: Host): Part<ChartState> {
  return chartFrame<ChartState>(
    {
      id: 'by-day',
      describe: ({ caption, summary, bars, nothing }) => ({
        caption,
        summary,
        texts: bars.map(({ text }) => text),
        first: bars.length - 1,
        nothing,
      }),
      draw: (place, state, options) => {
        const bars = uPlot.paths.bars?.({ size: [0.7, 44, 1], radius: 0 });
        // The whole stack first: what stands lower is painted over it. Nothing is no bar, whose edge would be seen.
        const stacks = state.tiers
          .map((_, index) => state.bars.map(({ nanoUsd }) => sum(nanoUsd.slice(0, index + 1)) || null))
          .toReversed();
        const series = state.tiers.toReversed().map(
          ({ tier }): uPlot.Series => ({
            ...(bars && { paths: bars }),
            fill: options.colours[tier],
            // Between the pieces of a bar, where that leaves something of it.
            stroke: options.colours.background,
            width: options.width / state.bars.length > widthOfLines ? 1 : 0,
            points: { show: false },
          }),
        );
        return plotIn(
          place,
          {
            ...state,
            labels: state.bars.map(({ label }) => label),
            values: stacks,
            series,
            limitNanoUsd: state.limit?.nanoUsd,
            isColumns: true,
          },
          options,
        );
      },
      legend: legendPart<ChartState>(({ tiers, limit }) => [
        ...tiers.map(({ tier, name }) => ({ colour: tier, shape: 'block' as const, text: name })),
        ...(limit ? [{ colour: 'limit' as const, shape: 'dashes' as const, text: limit.text }] : []),
      ]),
      table: tablePart(words),
    },
    words.chart,
    host,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function tablePart(words: SpendWords): Part<ChartState> {
  const caption = make('caption', { class: 'heard-only' });
  const headings = make('tr');
  const body = make('tbody');
  const updateHeadings = listIn<{ readonly id: string; readonly text: string }>(
    headings,
    ({ id }) => id,
    ({ id }) => {
      const heading = make('th', { scope: 'col', class: id === 'heading' ? undefined : 'number' });
      return { elements: [heading], update: ({ text }) => setText(heading, text) };
    },
  );
  // The newest first: that is what one looks for.
  const updateRows = listIn<BarState>(
    body,
    ({ id, amounts }) => `${id} ${amounts.length}`,
    ({ amounts }) => rowPart(amounts.length),
  );
  return {
    elements: [make('table', {}, caption, make('thead', {}, headings), body)],
    update: (state) => {
      setText(caption, `${state.caption}: ${state.summary}`);
      updateHeadings([
        { id: 'heading', text: state.heading },
        ...state.tiers.map(({ tier, name }) => ({ id: tier, text: name })),
        { id: 'total', text: words.inHistory.total },
        { id: 'requests', text: words.requests },
      ]);
      updateRows(state.bars.toReversed());
    },
  };
}

function rowPart(count: number): Part<BarState> {
  const name = make('th', { scope: 'row' });
  const cells = Array.from({ length: count + 2 }, () => make('td', { class: 'number' }));
  return {
    elements: [make('tr', {}, name, ...cells)],
    update: (bar) => {
      setText(name, bar.name);
      const values = [...bar.amounts, bar.total, bar.requests];
      for (const [index, cell] of cells.entries()) setText(cell, values[index] ?? '');
    },
  };
}
