import { isHarmless, looksChosen } from './assignments.ts';
import type { Shape } from './shape.ts';

/**
 * Passwords that are given to a command, as terminals, scripts and histories have them. Whoever writes one there means it: so one of letters alone is found, too. Only
 * where what stands before it is used otherwise as well must it look like one that somebody chose.
 */
export const commandPasswords: readonly Shape[] = [
  // `-psecret`; with a space behind it the program asks.
  ...behind(
    /\b(?:mysql(?:dump|admin|import|check|show|slap|binlog)?|mariadb(?:-\w{1,20})?)(?:\.exe)?\s(?:[^\r\n|;&\\]|\\\r?\n|\\.){0,300}?(?<=\s)-p/,
  ),
  ...behind(/\bsshpass(?:\.exe)?\s(?:[^\r\n|;&\\]|\\\r?\n|\\.){0,100}?(?<=\s)-p\s{0,3}/),
  // What the programs themselves read from the environment.
  ...behind(/(?<![A-Za-z0-9_])(?:PGPASSWORD|MYSQL_PWD|SSHPASS|REDISCLI_AUTH|RESTIC_PASSWORD|BORG_PASSPHRASE)=/),
  ...behind(/(?<![\w-])(?:-e|--env|export|setx?)[\s=]\s{0,3}[A-Z][A-Z0-9_]{0,60}(?:PASSWORD|PASSWD|PASSPHRASE|_PWD)=/, isChosen),
  ...behind(/(?<![\w-])--(?:[a-z0-9]{1,30}-){0,3}(?:password|passwd|passphrase)=/),
  ...behind(/(?<![\w-])--(?:[a-z0-9]{1,30}-){0,3}(?:password|passwd|passphrase)\s{1,3}/, isChosen),
];

/** Without quotes to the next space, where the shell has it end; in quotes with the spaces that it has, but what begins like code is code that goes on behind a text. */
function behind({ source }: RegExp, isOne = isMeant): readonly Shape[] {
  const bare = String.raw`${source}(?<secret>[^\s"'\`<>(){}$\\|;&,]{3,200})(?=[\s"'\`\\|;&]|$)`;
  const quoted = String.raw`${source}(?<quote>\\{0,4}["'])(?<secret>[^"'\`\\\s+.,;)][^"'\`\\\r\n]{2,199})\k<quote>`;
  return [bare, quoted].map((pattern) => ({ kind: 'password', pattern: new RegExp(pattern, 'dg'), isOne }));
}

function isMeant(value: string): boolean {
  return !isHarmless(value) && !standIns.test(value) && !ports.test(value);
}

/** A path is where it stands, and no password. */
function isChosen(value: string): boolean {
  return isMeant(value) && looksChosen(value) && !/^[-/]/.test(value);
}

/** What documentation and scripts write in a password's place, and names of types. */
const standIns =
  /^(?:(?:db_?|my_?|root_?|user_?)?(?:pass(?:word|wd)?|pwd|pw|secret)|x+|\*+|\$\w+|%\w+%?|str|string|text|value|file|env|stdin|prompt|true|false|none|null|required|optional)$/i;

/** `-p3306:3306`, of containers. */
const ports = /^(?:[\d.]+:)?\d{1,5}(?::\d{1,5})?(?:\/(?:tcp|udp))?$/;
