import { figureNames, type ImportedUsage } from './imported.ts';

/** `refused` says why in a sentence. */
export type Combined =
  | { readonly outcome: 'combined'; readonly imported: ImportedUsage }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Several files of one bill as one: tokens in one and money in the other, of which the days that both speak of count, or one month after the
 * other. What two files say of the same day would count twice, and is refused.
 */
export function combine(files: readonly [ImportedUsage, ...ImportedUsage[]]): Combined {
  const [first, ...others] = files;
  let imported = first;
  for (const other of others) {
    if (other.provider !== imported.provider) return refused(`one file is of ${imported.provider}, another of ${other.provider}`);
    const isOverlapping = other.fromDay <= imported.toDay && other.toDay >= imported.fromDay;
    const isOfTheSame = other.tells.some((name) => imported.tells.includes(name));
    if (isOfTheSame && isOverlapping) return refused('two files speak of the same days: give each day once');
    if (!isOfTheSame && !isOverlapping) return refused('the file with tokens and the one with money speak of different days');
    imported = isOfTheSame ? oneAfterTheOther(imported, other) : sideBySide(imported, other);
  }
  return { outcome: 'combined', imported };
}

function oneAfterTheOther(one: ImportedUsage, other: ImportedUsage): ImportedUsage {
  return { ...together(one, other), fromDay: earlier(one.fromDay, other.fromDay), toDay: later(one.toDay, other.toDay) };
}

function sideBySide(one: ImportedUsage, other: ImportedUsage): ImportedUsage {
  const [fromDay, toDay] = [later(one.fromDay, other.fromDay), earlier(one.toDay, other.toDay)];
  const both = together(one, other);
  const isSame = one.fromDay === other.fromDay && one.toDay === other.toDay;
  const text = `the files do not speak of the same days: only ${fromDay} to ${toDay} are in both`;
  return {
    ...both,
    fromDay,
    toDay,
    rows: both.rows.filter(({ day }) => day >= fromDay && day <= toDay),
    problems: isSame ? both.problems : [...both.problems, { text }],
  };
}

function together(one: ImportedUsage, other: ImportedUsage): ImportedUsage {
  return {
    ...one,
    isWhole: one.isWhole && other.isWhole,
    tells: figureNames.filter((name) => one.tells.includes(name) || other.tells.includes(name)),
    isInCents: one.isInCents || other.isInCents,
    rows: [...one.rows, ...other.rows],
    problems: [...one.problems, ...other.problems],
  };
}

const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);
const refused = (reason: string): Combined => ({ outcome: 'refused', reason });
