/** A name that a file takes from elsewhere, and where it stands, in UTF-16 units from the beginning of the text. */
export interface ImportedName {
  readonly name: string;
  readonly offset: number;
}

/** Imports stand at the top. */
const headCharacters = 8_192;
const mostNames = 24;

const imports: readonly RegExp[] = [
  // import Default, { a, b as c } from 'x'; import type { A } from 'x'
  /^[ \t]*import\s+(?:type\s+)?([^'"\n;][^'";]{0,2000}?)\s+from\s+['"]/gm,
  // const { a, b } = require('x')
  /^[ \t]*(?:const|let|var)\s+([^=;]{1,400}?)=\s*require\(/gm,
  // from a import b, c
  /^[ \t]*from\s+[\w.]+\s+import\s+(\([^)]{0,2000}\)|[^\n(][^\n]*)/gm,
  // import java.util.List; import static a.B.c; use std::{io, fmt}; using System.Text
  /^[ \t]*(?:pub\s+)?(?:import(?:\s+static)?|use|using)\s+([\w.:]+(?:::)?(?:\{[^}]{0,1000}\})?)[ \t]*(?:as\s+\w+)?;?[ \t]*$/gm,
];

const noNames: ReadonlySet<string> = new Set(['type', 'as', 'import', 'static', 'typeof', 'default', 'self', 'crate', 'super']);

/** The names that a file imports, in the ways of JavaScript, Python, Rust, Java and their like; each once. */
export function importedNames(text: string): readonly ImportedName[] {
  const head = text.slice(0, headCharacters);
  const found = new Map<string, ImportedName>();
  for (const pattern of imports) {
    for (const match of head.matchAll(pattern)) {
      const clause = match[1] ?? '';
      const clauseAt = match.index + match[0].indexOf(clause);
      for (const { 0: name, index } of ownNames(clause)) {
        if (!noNames.has(name) && !found.has(name)) found.set(name, { name, offset: clauseAt + index });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.offset - b.offset).slice(0, mostNames);
}

/** Not the way to them: of `a.b.C` it is `C`, and of `a::{b, c}` both. */
function ownNames(clause: string): readonly RegExpExecArray[] {
  return [...clause.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*(?!\s*(?:\.|::)|[\p{L}\p{N}_$])/gu)];
}
