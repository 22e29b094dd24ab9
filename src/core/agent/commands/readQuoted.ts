import { type CommandDoubt, doubt } from './doubt.ts';
import type { CommandSystem } from './splitCommand.ts';

/**
 * What stands in the quotes that begin at `start`, where every shell agrees on it: fish knows `\'`, PowerShell and cmd double their quotes, and to cmd
 * single quotes are none at all.
 */
export function readQuoted(
  line: string,
  start: number,
  system: CommandSystem | undefined,
): { readonly text: string; readonly end: number } | CommandDoubt {
  const quote = line[start] ?? '';
  const close = line.indexOf(quote, start + 1);
  if (close < 0) return doubt('unreadable', 'a quote is not closed');
  const text = line.slice(start + 1, close);
  const problem = quote === '"' ? doubtInDouble(text) : doubtInSingle(text, system);
  return problem ?? { text, end: close + 1 };
}

function doubtInDouble(text: string): CommandDoubt | undefined {
  if (text.includes('$')) return doubt('expansion', 'it holds a variable or a substitution');
  if (text.includes('!')) return doubt('history', 'it holds an exclamation mark, which shells read as history');
  return /\\$|\\\\/.test(text) ? doubt('backslash', 'it holds a backslash at a quote') : undefined;
}

function doubtInSingle(text: string, system: CommandSystem | undefined): CommandDoubt | undefined {
  if (text.includes('"')) return doubt('mixed-quotes', 'it holds quotes within quotes');
  if (/\\$|\\\\/.test(text)) return doubt('backslash', 'it holds a backslash at a quote');
  return system !== 'posix' && /[&|<>^]/.test(text) ? doubt('mixed-quotes', 'to cmd, single quotes are none') : undefined;
}
