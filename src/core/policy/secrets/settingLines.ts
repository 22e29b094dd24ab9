import { isHarmless } from './assignments.ts';
import type { SecretFinding } from './finding.ts';

/** `spring.datasource.password=...`, `password: ...`: without quotes, to the end of the line or a comment. */
const line =
  /^[ \t]*(?:-[ \t]+)?["']?[\w.-]{0,80}?(?:pass(?:word|wd|phrase)|pwd)["']?[ \t]*[:=][ \t]*(?<value>[^\s"'#;|>{[&*!][^\s#]{3,199})[ \t]*(?:[#;].*)?$/dgim;

const words = /^(?:true|false|null|none|string|required|optional|password)$/i;

/** Passwords in files of settings, where a value is never the name of something: a bare word is one too. */
export function findSettingLines(text: string): readonly SecretFinding[] {
  return [...text.matchAll(line)].flatMap((match) => {
    const value = match.groups?.value ?? '';
    const [start, end] = match.indices?.groups?.value ?? [0, 0];
    return words.test(value) || isHarmless(value) ? [] : [{ kind: 'password', start, end }];
  });
}
