import type { SecretFinding } from './finding.ts';
import { isWordy, looksRandom } from './randomness.ts';

/**
 * A name for a secret right before a value: `password = "..."`, `"api_key": '...'`, `token: ...`. The name's beginning does not matter, so that the
 * pattern begins with its last word. Quotes may be escaped, because arguments of tools are code inside of JSON. At the text's end the closing one
 * may be missing: there the cursor is, and the password has just been typed.
 */
const assignment =
  /(?<name>pass(?:word|wd|phrase)|pwd|secret|token|(?:api|access|auth|account|encryption|signing|private|secret)[_-]?key|credentials?|_auth)\d{0,3}(?:\\{0,4}["'`])?\]?\s{0,40}(?:=>|:=|={1,3}|:\s{0,9}[\w.<>|]{1,30}\s{0,9}=|:)\s{0,40}(?:(?<quote>\\{0,4}["'`])(?<quoted>[^"'`\\\r\n]{1,500})(?:\k<quote>|(?<open>$))|(?<bare>[^\s"'`\\,;(){}<>$]{8,500})(?=[\s,;\\]|$))/dgi;

/** `<password>...</password>` */
const element = /<[\w.:-]{0,40}(?:password|passwd|secret|token|api[_-]?key)>(?<value>[^<>\s]{6,500})<\//dgi;

/** A name after which a human's own password stands, which is short and need not look random. */
const password = /^(?:pass|pwd)/i;

export function findAssignments(text: string): readonly SecretFinding[] {
  const elements = [...text.matchAll(element)].flatMap((match) => {
    const value = match.groups?.value ?? '';
    const [start, end] = match.indices?.groups?.value ?? [0, 0];
    return isQuotedSecret(value, 'password') ? [{ kind: 'password', start, end }] : [];
  });
  const assignments = [...text.matchAll(assignment)].flatMap((match) => {
    const { name = '', quoted, bare, quote = '', open } = match.groups ?? {};
    const [start, end] = match.indices?.groups?.quoted ?? match.indices?.groups?.bare ?? [0, 0];
    const kind = password.test(name) ? 'password' : 'secret';
    const isSecret = quoted === undefined ? isBareSecret(bare ?? '') : isQuotedSecret(quoted, kind);
    const isCode = open !== undefined && quoted !== undefined && /[(){};]/.test(quoted) && closes(text, start - 1, quote);
    return isSecret && !isCode ? [{ kind, start, end }] : [];
  });
  return [...assignments, ...elements];
}

/** `byLabel('Password:')`: the quote behind the name ends a string that began on the line, and what follows is code. */
function closes(text: string, place: number, quote: string): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', place) + 1, place - 500), place);
  return line.split(quote.slice(-1)).length % 2 === 0;
}

function isQuotedSecret(value: string, kind: 'password' | 'secret'): boolean {
  if (isHarmless(value)) return false;
  return kind === 'password' ? looksChosen(value) : looksRandom(value, 16);
}

/** Without quotes most values are code: only what nobody would write by hand is one. */
function isBareSecret(value: string): boolean {
  return !isHarmless(value) && !value.includes('.') && !value.includes('[') && looksRandom(value, 16);
}

/** What people choose as a password: no sentence, and more than letters and the signs that join words. */
export function looksChosen(value: string): boolean {
  return value.length >= 6 && !/\s/.test(value) && /[a-z]/i.test(value) && /[^a-z_./:-]/i.test(value) && !isName(value);
}

/** `user_password2`, `auth/forgot-password`, `getPassword()`: the name of something, of several words. */
function isName(value: string): boolean {
  return isWordy(value) && /[a-z][\W_A-Z]+[a-z]/.test(value) && /^[\w./:()[\]#|-]+$/.test(value) && !/\d{2,}/.test(value);
}

/** Templates, addresses, and what documentation writes in a secret's place. */
export function isHarmless(value: string): boolean {
  return templates.test(value) || placeholders.test(value) || /^(.)\1*$/.test(value);
}

const templates = /\$\{|\{\{|\$\(|<[^>]*>|%[sd]|%\(|^[${]|^process\.|^env[.:]|:\/\/|\[redacted/i;
const placeholders = /(?:^|[-_<])(?:your|my|the)[-_]|example|sample|dummy|change_?me|placeholder|insert_|replace_|xxxx|\*\*\*|\.\.\.|todo/i;
