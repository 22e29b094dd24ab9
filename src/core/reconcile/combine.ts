import { areOverlapping, type DayRange, gapsBetween, inBoth, isWithin, rangesOf } from './dayRange.ts';
import { figureNames, type ImportedUsage } from './imported.ts';

/** `refused` says why in a sentence. */
export type Combined =
  | { readonly outcome: 'combined'; readonly imported: ImportedUsage }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Several files of one bill as one, in whatever order they are given: those that tell the same follow each other in time, and tokens stand beside
 * money, of which the days that both speak of count. What two files say of the same day would count twice, and is refused.
 */
export function combine(files: readonly [ImportedUsage, ...ImportedUsage[]]): Combined {
  const [first, ...others] = files;
  const stranger = others.find(({ provider }) => provider !== first.provider);
  if (stranger) return refused(`one file is of ${first.provider}, another of ${stranger.provider}`);
  if (others.length === 0) return { outcome: 'combined', imported: first };
  const groups = [...Map.groupBy(files, ({ tells }) => figureNames.filter((name) => tells.includes(name)).join()).values()];
  const isTwice = files.some((one, index) => files.slice(index + 1).some((other) => isOfTheSame(one, other) && isOverlapping(one, other)));
  if (isTwice) return refused('two files speak of the same days: give each day once');
  const covered = groups.map(rangesOfAll);
  const ranges = covered.reduce(inBoth);
  const [earliest, latest] = [ranges[0], ranges.at(-1)];
  if (!earliest || !latest) return refused('the file with tokens and the one with money speak of different days');
  const isSame = covered.every((one) => textOf(one) === textOf(ranges));
  const notSame = `the files do not speak of the same days: only ${textOf(ranges)} are in both`;
  const gaps = gapsBetween(ranges).map((gap) => `no file speaks of ${textOf([gap])}: these days are not compared`);
  return {
    outcome: 'combined',
    imported: {
      provider: first.provider,
      fromDay: earliest.fromDay,
      toDay: latest.toDay,
      ranges,
      isWhole: files.every(({ isWhole }) => isWhole),
      tells: figureNames.filter((name) => files.some(({ tells }) => tells.includes(name))),
      isInCents: files.some(({ isInCents }) => isInCents),
      rows: files.flatMap(({ rows }) => rows.filter(({ day }) => isWithin(day, ranges))),
      problems: [...files.flatMap(({ problems }) => problems), ...(isSame ? gaps : [notSame]).map((text) => ({ text }))],
    },
  };
}

function rangesOfAll(files: readonly ImportedUsage[]): readonly DayRange[] {
  return files.flatMap(rangesOf).toSorted((one, other) => (one.fromDay < other.fromDay ? -1 : 1));
}

function isOverlapping(one: ImportedUsage, other: ImportedUsage): boolean {
  return rangesOf(one).some((range) => rangesOf(other).some((another) => areOverlapping(range, another)));
}

const isOfTheSame = (one: ImportedUsage, other: ImportedUsage): boolean => other.tells.some((name) => one.tells.includes(name));
const textOf = (ranges: readonly DayRange[]): string => ranges.map(({ fromDay, toDay }) => `${fromDay} to ${toDay}`).join(' and ');
const refused = (reason: string): Combined => ({ outcome: 'refused', reason });
