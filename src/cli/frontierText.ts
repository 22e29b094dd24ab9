import type { ReplayReport } from '../core/replay/index.ts';
import { frontierScale } from './frontierScale.ts';
import { percent, usd } from './replayWords.ts';

const width = 72;
const height = 18;
const marks = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What stands for a policy in the drawing, by its place in the report. */
export const markOf = (place: number): string => marks[place] ?? '*';

/** The policies' marks over random mixing's dots. Where two fall together the later one is seen. */
export function frontierText(report: ReplayReport): string {
  const scale = frontierScale(report);
  const cells = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const put = (point: Parameters<typeof scale.place>[0], mark: string): void => {
    const { right, up } = scale.place(point);
    const line = cells[Math.round((1 - up) * (height - 1))];
    if (line) line[Math.round(right * (width - 1))] = mark;
  };
  for (const point of report.mixing) put(point, '.');
  report.policies.forEach((policy, place) => {
    put(policy, markOf(place));
  });
  const [least, most] = scale.usefulRate.map(percent);
  const labels = cells.map((_line, index) => (index === 0 ? (most ?? '') : index === height - 1 ? (least ?? '') : ''));
  const margin = Math.max(...labels.map((label) => label.length));
  const lines = cells.map((line, index) => `${(labels[index] ?? '').padStart(margin)} |${line.join('')}`.trimEnd());
  const [cheapest, dearest] = scale.costUsd.map(usd);
  const axis = `${' '.repeat(margin)} +${'-'.repeat(width)}`;
  const ends = `${' '.repeat(margin + 2)}${cheapest}${(dearest ?? '').padStart(width - (cheapest?.length ?? 0))}`;
  return [`Useful, by cost${scale.isLogarithmic ? ' (logarithmic)' : ''}; dots: random mixing of two models`, ...lines, axis, ends].join(
    '\n',
  );
}
