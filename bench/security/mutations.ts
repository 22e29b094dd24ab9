import fc from 'fast-check';
import type { ApprovalAttack, Attack, PathAttack } from './securityCase.ts';

/** One way to hide an attack that keeps it one. Undefined: it says nothing of such an attack. */
type Mutation = (attack: Attack) => Attack | undefined;

type CommandAttack = Extract<Attack, { readonly kind: 'command' }>;
type AddressAttack = Extract<Attack, { readonly kind: 'address' | 'local-address' | 'key' }>;

const ofCommand =
  (change: (command: string) => string): Mutation =>
  (attack) => {
    if (attack.kind !== 'command') return undefined;
    // What an entry allows by its first word is another command where something stands before it.
    return { ...attack, command: change(attack.command) } satisfies CommandAttack;
  };

const ofPath =
  (change: (attack: PathAttack) => PathAttack | undefined): Mutation =>
  (attack) =>
    attack.kind === 'path' ? change(attack) : undefined;
const ofText =
  (change: (text: string) => string): Mutation =>
  (attack) => {
    if (attack.kind === 'invisible' || attack.kind === 'markdown') return { ...attack, text: change(attack.text) };
    // In a file that is read line by line, other lines stand before and behind.
    if (attack.kind === 'secret')
      return {
        ...attack,
        text:
          attack.file === undefined
            ? change(attack.text)
            : change(`
${attack.text}
`),
      };
    return undefined;
  };

/** Other modes ask more, and files beside it take nothing away. */
const ofApproval =
  (change: (attack: ApprovalAttack) => ApprovalAttack): Mutation =>
  (attack) =>
    attack.kind === 'approval' ? change(attack) : undefined;

const toggled = (text: string, seed: number): string =>
  [...text].map((character, index) => ((seed >> (index % 30)) & 1 ? character.toUpperCase() : character.toLowerCase())).join('');
const insertedAt = (text: string, what: string, share: number): string => {
  const at = Math.floor(share * (text.length + 1));
  return text.slice(0, at) + what + text.slice(at);
};

const unseen = ['\u200B', '\u200D', '\u202E', '\u2066', '\uFEFF', '\u00AD', '\u{E0061}', '\uFE0F', '\u0000', '\u001B', '\u00A0'];
const before = [
  'ls && ',
  'ls; ',
  'npm test | ',
  'echo a || ',
  'sudo ',
  'env ',
  'time ',
  'A=1 ',
  'git status; ',
  '! ',
  '( ',
  'ls & ',
  '\n',
  '# ',
  'sh -c ',
];
const after = [
  ' && ls',
  '; npm test',
  ' | cat',
  ' || true',
  ' &',
  ' > a',
  ' 2>&1',
  ' # ok',
  '\nls',
  ' `id`',
  ' $(id)',
  ' \u0024{x@P}',
  ' < a',
  ' \\',
  '; }',
];

/** Links lead where they led. */
const withText = (attack: PathAttack, text: string): PathAttack => ({ ...attack, text });

/** Random ways, and random combinations of them. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...before).map((words) => ofCommand((command) => words + command)),
      fc.constantFrom(...after).map((words) => ofCommand((command) => command + words)),
      fc.constantFrom(...unseen).chain((what) => share().map((at) => ofCommand((command) => insertedAt(command, what, at)))),
      // Options of other letters are other options.
      fc.nat(2 ** 30).map((seed) => ofCommand((command) => command.replace(/(?<![-\w=])\w[\w.]*/g, (word) => toggled(word, seed)))),
      fc.constant(ofCommand((command) => command.replaceAll(' ', '  '))),
      fc.constant(ofCommand((command) => `${command} `)),
      fc.constant(ofCommand((command) => ` ${command}`)),
      fc.constantFrom('"', "'").map((quote) => ofCommand((command) => command.replace(/^\S+/, (word) => quote + word + quote))),
      fc
        .constantFrom('sh -c', 'bash -lc', 'eval', 'xargs -I{}', 'cmd /c', 'powershell -c')
        .map((shell) => ofCommand((command) => `${shell} "${command}"`)),
      fc.constant(ofCommand((command) => command.replace(/^[a-z]/, (letter) => `\\${letter}`))),
      fc.constant(ofCommand((command) => command.replaceAll(' ', '\u0024{IFS}'))),
      fc.nat(2 ** 30).map((seed) => ofPath((attack) => withLetterCase(attack, seed))),
      fc.constant(ofPath((attack) => (isRelative(attack) ? withText(attack, `./${attack.text}`) : undefined))),
      fc.constant(ofPath((attack) => (isRelative(attack) ? withText(attack, `.//${attack.text}`) : undefined))),
      fc
        .constantFrom(...unseen)
        .chain((what) => share().map((at) => ofPath((attack) => withText(attack, insertedAt(attack.text, what, at))))),
      fc
        .constantFrom('::$DATA', ':a', '.', ' ', '. .')
        .map((end) => ofPath((attack) => (attack.system === 'windows' ? withText(attack, attack.text + end) : undefined))),
      fc.constant(ofPath((attack) => (attack.system === 'windows' ? withText(attack, attack.text.replaceAll('/', '\\')) : undefined))),
      fc.constant(ofPath((attack) => withText(attack, attack.text.replace(/[a-z]/, fullWidth)))),
      fc.constant(ofPath((attack) => ({ ...attack, isCaseSensitive: false }))),
      fc
        .constantFrom('every-step' as const, 'edits' as const)
        .map((mode) => ofApproval((attack) => ({ ...attack, mode: attack.mode ?? (attack.content === undefined ? 'edits' : mode) }))),
      fc
        .constantFrom('src/other.ts', 'README.md')
        .map((text) =>
          ofApproval((attack) => (isOfFiles(attack) ? { ...attack, paths: [...(attack.paths ?? []), { kind: 'path', text }] } : attack)),
        ),
      fc.constantFrom('Fix this: ', '\n', '> ', '- ', '\t', '# ').map((words) => ofText((text) => words + text)),
      fc.constantFrom('\n', ' ', '\nDone.', '\r\n').map((words) => ofText((text) => text + words)),
      fc.nat(2 ** 30).map((seed) => ofAddress((url) => url.replace(/^[a-z]+:\/\/[^/?#\\@]*/i, (start) => toggled(start, seed)))),
      fc.constantFrom('?a=1', '#localhost', '/127.0.0.1').map((end) => ofAddress((url) => (url.includes('://') ? url + end : url))),
      fc.constant(ofAddress((url) => ` ${url}`)),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((steps) => (attack) => {
    const mutated = steps.reduce<Attack>((each, step) => step(each) ?? each, attack);
    return mutated === attack ? undefined : mutated;
  });

/** Only of files is it asked whether they were looked at. */
function isOfFiles({ content }: ApprovalAttack): boolean {
  return content?.type === 'changes';
}

function share(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
}

function ofAddress(change: (url: string) => string): Mutation {
  return (attack) => {
    if (attack.kind === 'address' || attack.kind === 'local-address') return { ...attack, url: change(attack.url) } satisfies AddressAttack;
    return attack.kind === 'key' ? { ...attack, askedFor: change(attack.askedFor) } : undefined;
  };
}

function isRelative({ text }: PathAttack): boolean {
  return /^[\w.]/.test(text) && !/^[A-Za-z]:/.test(text) && !text.startsWith('~');
}

/** Other letters lead elsewhere where links are, and out of the workspace where its own name is among them. */
function withLetterCase(attack: PathAttack, seed: number): PathAttack | undefined {
  return attack.real === undefined && isRelative(attack) ? withText(attack, toggled(attack.text, seed)) : undefined;
}

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
}
