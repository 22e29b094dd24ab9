import { rulesPath } from './rulesFile.ts';
import { positionIn } from './rulesPosition.ts';
import { type FolderRuleSet, isUnknown, type RuleSet, type UsersRuleSet } from './rulesSet.ts';

/** A line of the log. */
interface Line {
  readonly level: 'info' | 'warn';
  readonly words: string;
}

/** What is wrong with a set, and which of its rules wait for the user's approval. */
export function linesOf(set: RuleSet): readonly Line[] {
  return set.place === 'user' ? usersInWords(set) : folderInWords(set);
}

function usersInWords({ problems, isLastGood }: UsersRuleSet): readonly Line[] {
  return problems.map(({ path, range, message }) => {
    const at = range ? `, character ${range.start + 1}` : '';
    const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    return { level: 'warn', words: `farthing.routing.rules${place}${at}: ${message}${consequence(isLastGood)}` };
  });
}

function folderInWords(set: FolderRuleSet): readonly Line[] {
  const { name, text = '', problems, isLastGood, source, waiting } = set;
  const placeOf = (offset: number): string => {
    const { line, character } = positionIn(text, offset);
    return `${name}: ${rulesPath}:${line + 1}:${character + 1}`;
  };
  const end = isUnknown(set) ? ' (no paid model is asked until it can be read)' : consequence(isLastGood);
  const mistakes = problems.map(({ start, message }): Line => ({ level: 'warn', words: `${placeOf(start)}: ${message}${end}` }));
  const inert = (source === 'workspace' ? waiting : []).map(
    ({ start, rule, needs }): Line => ({
      level: 'info',
      words: `${placeOf(start)}: the rule "${rule.name}" waits for your approval (${needs.join(', ')}); until then it only restricts`,
    }),
  );
  return [...mistakes, ...inert];
}

function consequence(isLastGood: boolean): string {
  return isLastGood ? ' (the last good rules stay in force)' : ' (none of these rules are in force)';
}
