import type { MonthPoint, MonthState, SpendWords } from '../../features/spend/protocol.ts';
import { listIn, make, type Part, setText } from '../dom.ts';
import type { Host } from '../host.ts';
import { chartFrame } from './chartFrame.ts';
import { legendPart } from './legend.ts';
import { plotIn } from './plot.ts';

/** How this month's spend grew, and where it goes: a line, and a band for what is to come. */
export function monthChartPart(words: SpendWords, host: Host): Part<MonthState> {
  const { chart } = words;
  return chartFrame<MonthState>(
    {
      id: 'month',
      describe: ({ caption, summary, points }) => ({
        caption,
        summary,
        texts: points.map(({ text }) => text),
        first: points.findLastIndex(({ spentNanoUsd }) => spentNanoUsd !== undefined),
      }),
      draw: (place, state, options) => {
        const { colours } = options;
        const { points } = state;
        const none = { points: { show: false } } as const;
        return plotIn(
          place,
          {
            ...state,
            labels: points.map(({ label }) => label),
            values: [
              points.map(({ expected }) => expected?.highNanoUsd ?? null),
              points.map(({ expected }) => expected?.lowNanoUsd ?? null),
              points.map(({ expected }) => expected?.medianNanoUsd ?? null),
              points.map(({ spentNanoUsd }) => spentNanoUsd ?? null),
            ],
            series: [
              { ...none, stroke: colours.band, width: 1 },
              { ...none, stroke: colours.band, width: 1 },
              { ...none, stroke: colours.expected, width: 2, dash: [5, 4] },
              { ...none, stroke: colours.spent, width: 2.5 },
            ],
            bands: [{ series: [1, 2], fill: colours.band }],
            limitNanoUsd: state.limit?.nanoUsd,
            isColumns: false,
          },
          options,
        );
      },
      legend: legendPart<MonthState>(({ limit }) => [
        { colour: 'spent', shape: 'line', text: chart.spentSoFar },
        { colour: 'expected', shape: 'dashes', text: chart.expected },
        { colour: 'band', shape: 'block', text: chart.expectedRange },
        ...(limit ? [{ colour: 'limit' as const, shape: 'dashes' as const, text: limit.text }] : []),
      ]),
      table: tablePart(words),
    },
    chart,
    host,
  );
}

function tablePart({ chart }: SpendWords): Part<MonthState> {
  const caption = make('caption', { class: 'heard-only' });
  const body = make('tbody');
  const updateRows = listIn<MonthPoint>(body, ({ id }) => id, rowPart);
  const heading = (text: string, className?: string): HTMLElement => make('th', { scope: 'col', class: className }, text);
  const headings = [
    heading(chart.day),
    heading(chart.spentSoFar, 'number'),
    heading(chart.expected, 'number'),
    heading(chart.expectedRange, 'number'),
  ];
  return {
    elements: [make('table', {}, caption, make('thead', {}, make('tr', {}, ...headings)), body)],
    update: (state) => {
      setText(caption, `${state.caption}: ${state.summary}`);
      updateRows(state.points);
    },
  };
}

function rowPart(): Part<MonthPoint> {
  const name = make('th', { scope: 'row' });
  const cells = Array.from({ length: 3 }, () => make('td', { class: 'number' }));
  return {
    elements: [make('tr', {}, name, ...cells)],
    update: (point) => {
      setText(name, point.name);
      for (const [index, text] of [point.spent, point.median, point.range].entries()) setText(cells[index] ?? name, text);
    },
  };
}
