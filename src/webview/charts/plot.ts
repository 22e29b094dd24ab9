import uPlot from 'uplot';
import type { Drawing, DrawOptions } from './chartFrame.ts';
import type { Colours } from './colours.ts';

/** What the two charts share: places from left to right, an axis of amounts that the host chose, no legend, no zoom. */
export interface Plotted {
  readonly labels: readonly string[];
  readonly ticks: readonly { readonly nanoUsd: number; readonly text: string }[];
  readonly topNanoUsd: number;
  /** One for each place, of each series. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly series: readonly uPlot.Series[];
  readonly bands?: readonly uPlot.Band[];
  readonly limitNanoUsd?: number | undefined;
  /** Places stand in the middle of a column; else the first and the last stand at the edges. */
  readonly isColumns: boolean;
}

/** Under the axis, so wide at the least. */
const labelWidth = 58;

export function plotIn(place: HTMLElement, plotted: Plotted, { width, height, colours, chosen, onPoint }: DrawOptions): Drawing {
  const { labels, ticks, topNanoUsd, values, series, bands, isColumns } = plotted;
  const edge = isColumns ? 0.5 : 0.3;
  let focused = chosen;
  const font = `11px ${getComputedStyle(place).fontFamily}`;
  const axisWidth = 14 + Math.max(0, ...ticks.map(({ text }) => text.length)) * 7;
  const places = labels.map((_, index) => index);
  const axis = { stroke: colours.text, ticks: { show: false }, font } as const;
  const plot = new uPlot(
    {
      width,
      height,
      // To the right, half of the last label.
      padding: [10, 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, x: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      scales: { x: { time: false, range: [-edge, labels.length - 1 + edge] }, y: { range: [0, topNanoUsd] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          splits: () => labelled(places, width - axisWidth - 18),
          values: (_, at) => at.map((each) => labels[each] ?? ''),
        },
        {
          ...axis,
          grid: { stroke: colours.grid, width: 1 },
          size: axisWidth,
          splits: () => ticks.map(({ nanoUsd }) => nanoUsd),
          values: () => ticks.map(({ text }) => text),
        },
      ],
      series: [{}, ...series],
      ...(bands && { bands: [...bands] }),
      hooks: {
        drawClear: [(self) => focused !== undefined && paintColumn(self, focused, colours)],
        draw: [(self) => plotted.limitNanoUsd !== undefined && paintLimit(self, plotted.limitNanoUsd, colours)],
        setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)],
      },
    },
    [places, ...values.map((of) => [...of])] as uPlot.AlignedData,
    place,
  );
  return {
    choose: (to) => {
      focused = to;
      plot.redraw(false);
    },
    destroy: () => plot.destroy(),
  };
}

/** As many as have room, the last one among them. */
function labelled(places: readonly number[], width: number): number[] {
  const every = Math.max(1, Math.ceil((places.length * labelWidth) / Math.max(1, width)));
  return places.filter((place) => (places.length - 1 - place) % every === 0);
}

function paintColumn({ ctx, bbox, valToPos }: uPlot, place: number, { focus }: Colours): void {
  const left = valToPos(place - 0.5, 'x', true);
  const right = valToPos(place + 0.5, 'x', true);
  ctx.save();
  ctx.fillStyle = focus;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.restore();
}

function paintLimit({ ctx, bbox, valToPos }: uPlot, nanoUsd: number, { limit }: Colours): void {
  const y = Math.round(valToPos(nanoUsd, 'y', true));
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = limit;
  ctx.lineWidth = 1.5 * scale;
  ctx.setLineDash([6 * scale, 4 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
