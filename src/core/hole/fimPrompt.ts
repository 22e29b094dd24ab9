import type { FimTemplate } from '../catalogue/index.ts';
import { type Segment, textOf } from '../task/index.ts';
import { inComments } from './inComments.ts';
import { neutralised, neutralPath } from './neutralised.ts';

/** What a file without a name is called where a name has its place. */
const nameless = 'untitled';

/**
 * A hole in a family's special tokens, each as often as the template has it: the user's own text holds none. Texts of other files stand where the
 * family was trained to find them, else in comments in front of the prefix.
 */
export function fimPrompt(template: FimTemplate, segments: readonly Segment[]): string {
  const { controls = template.stop, repository } = template;
  const neutral = (text: string): string => neutralised(text, controls);
  const files = segments.filter(({ role }) => role === 'context');
  const name = segments.find(({ role }) => role === 'prefix')?.name;
  const sides = { prefix: neutral(textOf(segments, 'prefix')), suffix: neutral(textOf(segments, 'suffix')) };
  if (files.length === 0) return filled(template.prompt, sides);
  if (!repository) return filled(template.prompt, { ...sides, prefix: neutral(inComments(files, name)) + sides.prefix });
  const path = (of: string | undefined): string => neutralPath(of ?? nameless, controls);
  const told = files.map((file) => filled(repository.file, { path: path(file.name), text: neutral(file.text) }));
  return filled(repository.prompt, { ...sides, path: path(name), files: told.join('') });
}

/** In one pass: what is put in may hold the name of another place. */
function filled(pattern: string, texts: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{([a-z]+)\}/g, (place, name: string) => texts[name] ?? place);
}
