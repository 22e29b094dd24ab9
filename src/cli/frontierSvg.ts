import type { PolicyReport, ReplayReport } from '../core/replay/index.ts';
import { frontierScale, type PlacedPoint } from './frontierScale.ts';
import { percent, usd } from './replayWords.ts';

const plot = { left: 70, top: 30, width: 620, height: 400 } as const;
const lineHeight = 16;

/** The cost-quality frontier as a picture of its own: policies as numbered points, random mixing as a line in its 95 % band. */
export function frontierSvg(report: ReplayReport, title: string): string {
  const scale = frontierScale(report);
  const x = ({ right }: PlacedPoint): string => (plot.left + right * plot.width).toFixed(1);
  const y = ({ up }: PlacedPoint): string => (plot.top + (1 - up) * plot.height).toFixed(1);
  const at = (costUsd: number, usefulRate: number): string => {
    const placed = scale.place({ costUsd, usefulRate });
    return `${x(placed)},${y(placed)}`;
  };
  const upper = report.mixing.map(({ costUsd, high }) => at(costUsd, high));
  const lower = report.mixing.map(({ costUsd, low }) => at(costUsd, low)).toReversed();
  const line = report.mixing.map(({ costUsd, usefulRate }) => at(costUsd, usefulRate));
  const frontier = report.policies.filter(({ isOnFrontier }) => isOnFrontier).toSorted((a, b) => a.costUsd - b.costUsd);
  const legendLeft = plot.left + plot.width + 30;
  const height = Math.max(plot.top + plot.height + 60, plot.top + (report.policies.length + 2) * lineHeight);
  const [bottom, right] = [plot.top + plot.height, plot.left + plot.width];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="1120" height="${height}" fill="#ffffff"/>`,
    `<polygon points="${[...upper, ...lower].join(' ')}" fill="#dddddd"/>`,
    `<polyline points="${line.join(' ')}" fill="none" stroke="#888888" stroke-dasharray="4 3"/>`,
    `<polyline points="${frontier.map((policy) => at(policy.costUsd, policy.usefulRate)).join(' ')}" fill="none" stroke="#0b6e4f"/>`,
    `<path d="M${plot.left} ${plot.top}V${bottom}H${right}" fill="none" stroke="#222222"/>`,
    text(plot.left - 8, plot.top + 4, percent(scale.usefulRate[1]), 'end'),
    text(plot.left - 8, bottom, percent(scale.usefulRate[0]), 'end'),
    text(plot.left, bottom + 18, usd(scale.costUsd[0]), 'start'),
    text(right, bottom + 18, usd(scale.costUsd[1]), 'end'),
    text(plot.left + plot.width / 2, bottom + 36, `cost${scale.isLogarithmic ? ' (logarithmic)' : ''}`, 'middle'),
    text(plot.left, plot.top - 12, 'useful', 'middle'),
    ...report.policies.flatMap((policy, place) => {
      const placed = scale.place(policy);
      return [
        `<circle cx="${x(placed)}" cy="${y(placed)}" r="4" fill="${colourOf(policy)}"/>`,
        text(Number(x(placed)) + 6, Number(y(placed)) - 5, String(place + 1), 'start'),
        text(
          legendLeft,
          plot.top + place * lineHeight,
          `${place + 1}  ${policy.name}: ${percent(policy.usefulRate)}, ${usd(policy.costUsd)}`,
          'start',
        ),
      ];
    }),
    text(legendLeft, plot.top + (report.policies.length + 1) * lineHeight, 'grey: random mixing of two models, 95 % band', 'start'),
    '</svg>',
  ].join('\n')}\n`;
}

function colourOf({ policy, isOnFrontier }: PolicyReport): string {
  if (policy === 'oracle') return '#999999';
  return isOnFrontier ? '#0b6e4f' : '#4a6fa5';
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
