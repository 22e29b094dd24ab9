import { stripInvisible } from '../../policy/index.ts';
import type { FileChange } from '../call.ts';

/** Package managers run these, or take from elsewhere what they name. */
const runFields = [
  'scripts',
  'packageManager',
  'workspaces',
  'bin',
  'pnpm',
  'overrides',
  'resolutions',
  'husky',
  'lint-staged',
  'simple-git-hooks',
  'volta',
  'tasks',
];

/** Why the user decides about a change to a file that is ordinary by its name. */
export function doubtOfChanges({ path, before, after }: FileChange): { readonly rule: string; readonly reason: string } | undefined {
  if (after === undefined) return undefined;
  if (holdsMoreInvisible(before ?? '', after)) {
    return { rule: 'invisible-character', reason: `${path} would hold characters that are not seen` };
  }
  if (/(?:^|\/)(?:package|composer|deno)\.jsonc?$/i.test(path) && fieldsOf(before) !== fieldsOf(after)) {
    return { rule: 'package-scripts', reason: `${path} would have other scripts or tools, which commands run` };
  }
  return undefined;
}

/** Those that were there before may stay (Trojan Source). Emoji are made with joiners and selectors: they are let be behind a picture. */
function holdsMoreInvisible(before: string, after: string): boolean {
  const known = invisibleIn(before);
  return [...invisibleIn(after)].some(([character, count]) => count > (known.get(character) ?? 0));
}

const picture = /\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?(?:\u200D(?=\p{Extended_Pictographic}))?/gu;

function invisibleIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (stripInvisible(text) === text) return counts;
  for (const character of text.replace(/^\uFEFF/, '').replace(picture, '')) {
    if (stripInvisible(character) !== character) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts;
}

/** What of it is run, as text; a text of its own where it is no JSON. */
function fieldsOf(text: string | undefined): string {
  if (text === undefined) return '[]';
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof parsed !== 'object' || parsed === null) return text;
    return JSON.stringify(
      Object.entries(parsed)
        .filter(([key]) => runFields.includes(key))
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  } catch {
    return text;
  }
}
