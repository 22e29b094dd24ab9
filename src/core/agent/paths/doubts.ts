import { stripInvisible } from '../../policy/index.ts';
import { foldName } from './foldName.ts';
import type { PathPlace, PathUse } from './judgePath.ts';

export interface PathDoubt {
  readonly verdict: 'ask' | 'refuse';
  readonly rule: string;
  readonly reason: string;
}

/** Names that do not say what is opened: on some system, or to some reader, they are another file. */
export function doubtOf(path: string, use: PathUse, { system }: PathPlace): PathDoubt | undefined {
  const names = path.split('/').filter((name, index) => name !== '' && name !== '.' && !(index === 0 && isDrive(name, system)));
  const doubts = names.flatMap((name) => doubtOfName(name, use, system) ?? []);
  return doubts.find(({ verdict }) => verdict === 'refuse') ?? doubts[0];
}

/** So long are the longest names that Linux, macOS and Windows take. */
const mostCharacters = 255;

/** What looks like a dot, a slash, a colon or a tilde, or becomes one where names are normalised. */
const lookalikes =
  /[\u2024-\u2026\u2044\u2215\u2216\u2236\u223C\u29F5\u29F8\u29F9\uA789\uFE30\uFE52\uFE55\uFE68\uFE13\uFE19\uFF0E\uFF0F\uFF1A\uFF3C\uFF5E\u02D0\u05C3\u0589\u3002\uFF61]/u;

/** Written by a program that decodes twice, `%2e%2e%2f` is `../`. */
const encoded = /%(?:2e|2f|5c|3a|00|25|7e)/i;

/** Windows has them in each folder, with any extension; the digits also in their small forms. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$)(?:[. :]|$)/;

/** The short name that Windows gives a longer one: `GIT~1` is `.git`. */
const shortName = /^[^.]{1,7}~\d{1,6}(?:\.[^.]{0,3})?$/;

function doubtOfName(name: string, use: PathUse, system: PathPlace['system']): PathDoubt | undefined {
  if (name.length > mostCharacters) return refuse('too-long', 'a name in it is too long');
  if (/\p{Cc}/u.test(name)) return refuse('control-character', 'it holds control characters');
  if (stripInvisible(name) !== name) return refuse('invisible-character', 'it holds characters that are not seen');
  if (lookalikes.test(name)) return refuse('lookalike', 'it holds characters that look like dots or slashes');
  if (encoded.test(name)) return refuse('percent-encoded', 'it holds encoded dots or slashes');
  if (name.includes('\\')) return refuse('backslash', 'on another system it is another path');
  if (name.includes(':')) return refuse('stream', 'on Windows a colon names a drive or a stream of another file');
  if (/^[\p{Zs}\u2800]|[.\p{Zs}\u2800]$/u.test(name))
    return refuse('blank-at-end', 'a name in it begins or ends with a blank, or ends with a dot');
  if (shortName.test(name)) return refuse('short-name', 'on Windows it is the short name of another file');
  const isWindows = system === 'windows';
  if (isWindows && device.test(foldName(name))) return refuse('device', 'on Windows it is a device');
  if (isWindows && /[<>"|?*]/.test(name)) return refuse('wildcard', 'Windows takes no such name');
  if (/[\p{Zs}\u2800]/u.test(name.replaceAll(' ', ''))) return ask('odd-blank', `${name} holds a blank that is none`);
  if (use === 'read') return undefined;
  if (device.test(foldName(name))) return ask('device', `${name} is a device on Windows`);
  if (/[<>"|?*]/.test(name)) return ask('wildcard', `Windows takes no such name as ${name}`);
  return mixesScripts(name) ? ask('mixed-scripts', `${name} mixes letters of several scripts that look alike`) : undefined;
}

function mixesScripts(name: string): boolean {
  return /\p{Script=Latin}/u.test(name) && /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Cherokee}\p{Script=Armenian}]/u.test(name);
}

function isDrive(name: string, system: PathPlace['system']): boolean {
  return system === 'windows' && /^[A-Za-z]:$/.test(name);
}

function refuse(rule: string, reason: string): PathDoubt {
  return { verdict: 'refuse', rule, reason };
}

function ask(rule: string, reason: string): PathDoubt {
  return { verdict: 'ask', rule, reason };
}
