import type { AskedPath, PathPlace } from './judgePath.ts';

interface Refusal {
  readonly verdict: 'refuse';
  readonly rule: string;
  readonly reason: string;
}

/** So long are the longest paths that Linux opens (PATH_MAX in linux/limits.h). */
const mostCharacters = 4_096;

/**
 * Is what is judged the same as what was asked for? The absolute paths must be normalised, and what the model wrote must be their end: a path
 * that was resolved in a way that we do not know is refused.
 */
export function writtenOtherwise({ text, absolute, real }: AskedPath, place: PathPlace): Refusal | undefined {
  if ([text, absolute, real].some(({ length }) => length > mostCharacters)) return refused('too-long', 'the path is too long');
  if (/^[/\\]{2}/.test(text)) return refused('network-path', 'paths to other machines and to devices are refused');
  if (/^[\s'"]*~/.test(text)) return refused('home', 'a path that begins with ~ is refused: it must be written out');
  if (/^[a-z][a-z0-9+.-]+:/i.test(text)) return refused('address', 'an address is no path');
  if (place.roots.length === 0) return refused('no-workspace', 'no workspace folder is open');
  if (![absolute, real, ...place.roots].every((path) => isNormalised(path, place)))
    return refused('not-normalised', 'the path was not resolved');
  const names = text.split(place.system === 'windows' ? /[/\\]/ : '/').filter((name) => name !== '' && name !== '.');
  const lastUp = names.lastIndexOf('..');
  // Behind a link, up is another folder than it looks.
  if (names.slice(0, lastUp + 1).some((name) => name !== '..'))
    return refused('parent-folder', 'a path that goes down and up again is refused');
  const rest = names.slice(lastUp + 1);
  const end = absolute
    .split('/')
    .filter((name) => name !== '')
    .slice(rest.length > 0 ? -rest.length : undefined);
  if (rest.length > 0 && (end.length < rest.length || !rest.every((name, index) => isSame(name, end[index] ?? '', place)))) {
    return refused('other-path', 'the path does not stand for the place that it was resolved to');
  }
  return undefined;
}

function isSame(name: string, other: string, { isCaseSensitive }: PathPlace): boolean {
  const [one, two] = [name.normalize('NFC'), other.normalize('NFC')];
  return one === two || (!isCaseSensitive && one.toLowerCase() === two.toLowerCase());
}

function isNormalised(path: string, { system }: PathPlace): boolean {
  const start = system === 'windows' ? /^(?:[A-Za-z]:\/|\/\/(?![?.]\/)[^/?]+\/)/ : /^\/(?!\/)/;
  const names = path
    .replace(/^\/{1,2}/, '')
    .replace(/\/$/, '')
    .split('/');
  return start.test(path) && !/[\\\0]/.test(path) && (path === '/' || !names.some((name) => name === '' || name === '.' || name === '..'));
}

function refused(rule: string, reason: string): Refusal {
  return { verdict: 'refuse', rule, reason };
}
