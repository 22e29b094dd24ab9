import { type CommandDoubt, doubt } from './doubt.ts';
import type { HarmlessCommand } from './harmlessTable.ts';
import { mayLeadOut } from './outside.ts';
import type { Word } from './splitCommand.ts';

export interface Arguments {
  readonly operands: readonly Word[];
  /** By letter or long name, without dashes. */
  readonly values: readonly { readonly option: string; readonly value: string }[];
  readonly given: ReadonlySet<string>;
}

/** The words behind a command as its options and the rest; a doubt where one of them is not known to be harmless. */
export function readArguments(rest: readonly Word[], harmless: HarmlessCommand): Arguments | CommandDoubt {
  const operands: Word[] = [];
  const values: { option: string; value: string }[] = [];
  const given = new Set<string>();
  let isOver = false;
  let waiting: string | undefined;
  for (const word of rest) {
    const { text } = word;
    if (waiting !== undefined) {
      if (word.isGlob) return doubt('glob', `the value of ${waiting} is a pattern that the shell fills in`);
      values.push({ option: waiting, value: text });
      waiting = undefined;
    } else if (isOver || !text.startsWith('-') || text === '-') operands.push(word);
    else if (text === '--') isOver = true;
    else if (harmless.takesCount && /^-\d{1,9}$/.test(text)) given.add('count');
    else if (word.isGlob && !/^--[a-z-]+=/.test(text)) return doubt('glob', `${text} is a pattern that the shell fills in`);
    else {
      const read = text.startsWith('--') ? readLong(text, harmless) : readLetters(text, harmless);
      if (!read) return doubt('option', `${text} is not known to be harmless`);
      for (const option of read.given) given.add(option);
      if (read.value !== undefined) values.push({ option: read.given.at(-1) ?? '', value: read.value });
      else waiting = read.waiting;
    }
  }
  if (waiting !== undefined) return doubt('unreadable', `the value of ${waiting} is missing`);
  const wrong = values.find(({ option, value }) => isWrong(option, value, harmless));
  return wrong ? doubt('option', `${wrong.value} is an odd value for ${wrong.option}`) : { operands, values, given };
}

interface Option {
  readonly given: readonly string[];
  readonly value?: string;
  /** The next word is its value. */
  readonly waiting?: string;
}

function readLong(text: string, { long = '' }: HarmlessCommand): Option | undefined {
  const [, name = '', value] = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/.exec(text) ?? [];
  const known = long.split(' ');
  if (!known.includes(name) && !known.includes(`${name}=`)) return undefined;
  if (value !== undefined) return { given: [name], value };
  return known.includes(`${name}=`) ? { given: [name], waiting: name } : { given: [name] };
}

function readLetters(text: string, { letters = '', valued = '', numbered = '' }: HarmlessCommand): Option | undefined {
  const given: string[] = [];
  for (const [index, letter] of [...text].entries()) {
    if (index === 0) continue;
    given.push(letter);
    if (letters.includes(letter)) continue;
    if (!valued.includes(letter) && !numbered.includes(letter)) return undefined;
    const value = text.slice(index + 1);
    return value === '' ? { given, waiting: letter } : { given, value };
  }
  return { given };
}

/** Patterns may say anything; numbers are numbers; what else has a value does not name a file elsewhere. */
function isWrong(option: string, value: string, { numbered = '' }: HarmlessCommand): boolean {
  if (option.length === 1 && numbered.includes(option)) return !/^\+?\d{1,9}[kKMG]?$/.test(value);
  return !/^(?:e|regexp|S|G|grep|author|format|pretty|d|delimiter|field-separator)$/.test(option) && mayLeadOut(value);
}
