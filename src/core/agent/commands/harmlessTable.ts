/**
 * Commands that only tell something, with the options of theirs that are known to do no more. Not listed here, and so asked: what writes
 * (`sort -o`, `git diff --output`, `tree -o`), runs (`rg --pre`, `find -exec`, `git grep -O`, `git diff --ext-diff`, `git log --show-signature`), reads what
 * is hidden from models (`rg --hidden`, `grep -f`, `--files0-from`), or never ends (`tail -f`).
 */
export interface HarmlessCommand {
  /** Letters of options without a value, which may stand together. */
  readonly letters?: string;
  /** Letters of options that take the rest of the word, or the next one. */
  readonly valued?: string;
  /** The same, for a number. */
  readonly numbered?: string;
  /** Long options, with or without a value behind `=`; a trailing `=` says that it may also be the next word. */
  readonly long?: string;
  /** `-20` says how many. */
  readonly takesCount?: true;
  /**
   * What the other words are. `none`: there are none. `text`: never opened. `names`: paths, of which it tells but what is in them. `contents`: paths,
   * or revisions, what is in which it tells. `pattern-contents`: the same behind a pattern.
   */
  readonly operands: 'none' | 'text' | 'names' | 'contents' | 'pattern-contents';
}

const gitDiffLong =
  'stat cached staged name-only name-status numstat shortstat summary color no-color word-diff unified= ignore-all-space ignore-space-change ' +
  'ignore-blank-lines no-ext-diff no-textconv patch no-patch check find-renames diff-filter= minimal patience histogram merge-base exit-code quiet ' +
  'no-renames raw color-words compact-summary dirstat function-context';
const gitLogLong =
  'oneline graph all decorate no-decorate max-count= since= after= until= before= author= grep= format pretty follow reverse merges no-merges ' +
  'first-parent abbrev-commit date= skip= all-match branches tags left-right cherry-pick topo-order date-order full-history no-walk ' +
  gitDiffLong;

export const harmlessCommands: ReadonlyMap<string, HarmlessCommand> = new Map<string, HarmlessCommand>([
  [
    'ls',
    {
      letters: 'aAbBcCdFfgGhHiklLmnNopqQrRsStuUvxX1',
      long: 'all almost-all human-readable recursive color sort time group-directories-first full-time',
      operands: 'names',
    },
  ],
  ['dir', { operands: 'names' }],
  ['pwd', { letters: 'LP', operands: 'none' }],
  ['cd', { operands: 'names' }],
  ['echo', { letters: 'n', operands: 'text' }],
  ['printf', { operands: 'text' }],
  ['true', { operands: 'none' }],
  ['false', { operands: 'none' }],
  ['whoami', { operands: 'none' }],
  ['uname', { letters: 'asnrvmpio', operands: 'none' }],
  ['nproc', { operands: 'none' }],
  ['date', { letters: 'uIR', operands: 'none' }],
  ['wc', { letters: 'clwLm', long: 'lines words chars bytes max-line-length', operands: 'names' }],
  ['cat', { letters: 'AbEnstTuv', long: 'number show-all number-nonblank squeeze-blank show-ends show-tabs', operands: 'contents' }],
  ['head', { letters: 'qvz', numbered: 'nc', long: 'lines bytes quiet verbose', takesCount: true, operands: 'contents' }],
  ['tail', { letters: 'qvz', numbered: 'nc', long: 'lines bytes quiet verbose', takesCount: true, operands: 'contents' }],
  [
    'grep',
    {
      letters: 'abcEFGhHiIlLnoPqrsvwxyZ',
      valued: 'e',
      numbered: 'ABCm',
      takesCount: true,
      long:
        'include= exclude= exclude-dir= color line-number ignore-case count files-with-matches files-without-match extended-regexp fixed-strings ' +
        'basic-regexp perl-regexp word-regexp line-regexp recursive only-matching invert-match context after-context before-context max-count ' +
        'no-messages with-filename no-filename quiet byte-offset text',
      operands: 'pattern-contents',
    },
  ],
  [
    'rg',
    {
      letters: 'niwFlcvoSsxqNPUIHp',
      valued: 'egtT',
      numbered: 'ABCm',
      long:
        'files glob= iglob= type= type-not= regexp= ignore-case line-number no-line-number no-heading heading fixed-strings word-regexp count ' +
        'count-matches files-with-matches files-without-match max-count= context= after-context= before-context= sort= json stats multiline smart-case ' +
        'case-sensitive color= type-list invert-match only-matching with-filename no-filename column trim pretty vimgrep max-depth= pcre2',
      operands: 'pattern-contents',
    },
  ],
  [
    'sort',
    {
      letters: 'bdfghMnRruVcCsz',
      valued: 'kt',
      long: 'numeric-sort reverse unique key= field-separator= version-sort human-numeric-sort ignore-case stable check',
      operands: 'contents',
    },
  ],
  ['cut', { letters: 'sz', valued: 'dfcb', long: 'fields= delimiter= characters= bytes= only-delimited complement', operands: 'contents' }],
  // What it is given besides a file is where it writes.
  ['uniq', { letters: 'cdiuz', numbered: 'fsw', long: 'count repeated unique ignore-case', operands: 'none' }],
  ['tr', { letters: 'cCdst', long: 'delete squeeze-repeats complement', operands: 'text' }],
  ['nl', { valued: 'bwsnv', operands: 'contents' }],
  [
    'diff',
    {
      letters: 'uBbwiqyEtTsNacpd',
      numbered: 'U',
      long: 'unified brief ignore-all-space ignore-blank-lines ignore-case side-by-side color',
      operands: 'contents',
    },
  ],
  ['file', { letters: 'biL', long: 'brief mime mime-type mime-encoding', operands: 'contents' }],
  ['stat', { letters: 'Lt', valued: 'cf', long: 'format= printf= terse', operands: 'names' }],
  ['du', { letters: 'hsakmc', numbered: 'd', long: 'human-readable summarize max-depth all total apparent-size', operands: 'names' }],
  ['df', { letters: 'hTki', operands: 'names' }],
  ['basename', { operands: 'text' }],
  ['dirname', { operands: 'text' }],
  ['realpath', { operands: 'names' }],
  ['which', { letters: 'a', operands: 'text' }],
  ['tree', { letters: 'adfhiCnDspu', numbered: 'L', valued: 'IP', long: 'dirsfirst noreport du sort prune gitignore', operands: 'names' }],
  [
    'git status',
    {
      letters: 'sbvz',
      valued: 'u',
      long: 'short branch porcelain long untracked-files ignored verbose show-stash no-renames ahead-behind',
      operands: 'names',
    },
  ],
  ['git diff', { letters: 'puswbMCRzW', valued: 'SG', numbered: 'U', long: gitDiffLong, operands: 'contents' }],
  ['git log', { letters: 'pisMCmz', valued: 'SG', numbered: 'nU', takesCount: true, long: gitLogLong, operands: 'contents' }],
  ['git show', { letters: 'pswbMCz', numbered: 'nU', takesCount: true, long: gitLogLong, operands: 'contents' }],
  ['git branch', { letters: 'arv', long: 'list show-current all remotes verbose merged no-merged sort', operands: 'none' }],
  [
    'git rev-parse',
    {
      letters: 'q',
      long: 'abbrev-ref short show-toplevel verify is-inside-work-tree git-dir show-prefix symbolic-full-name',
      operands: 'names',
    },
  ],
  [
    'git ls-files',
    {
      letters: 'cdomstuz',
      long: 'cached others exclude-standard modified deleted full-name stage ignored error-unmatch',
      operands: 'names',
    },
  ],
  ['git ls-tree', { letters: 'rdtlz', long: 'name-only name-status long full-name full-tree', operands: 'names' }],
  ['git blame', { letters: 'wse', valued: 'L', long: 'date= porcelain line-porcelain show-email', operands: 'contents' }],
  ['git describe', { long: 'tags always dirty long all abbrev exact-match', operands: 'names' }],
  ['git rev-list', { letters: '', long: 'count all max-count since= until= no-merges first-parent', operands: 'names' }],
  ['git merge-base', { long: 'is-ancestor all', operands: 'names' }],
  [
    'git grep',
    {
      letters: 'niwlcEFPIoqvhH',
      valued: 'e',
      numbered: 'ABC',
      long: 'line-number ignore-case word-regexp files-with-matches count extended-regexp fixed-strings name-only cached heading break show-function',
      operands: 'pattern-contents',
    },
  ],
]);

/** They tell their version without looking at the folder; others (`cargo`, `go`, `yarn`) first load what a file there asks for. */
export const tellVersion: ReadonlySet<string> = new Set([
  'node',
  'npm',
  'python',
  'python3',
  'git',
  'java',
  'deno',
  'gcc',
  'clang',
  'make',
  'cmake',
  'rg',
]);

/** Predicates of `find` that neither run nor write; those with `=` take the next word. */
export const findPredicates: ReadonlySet<string> = new Set(
  (
    'name= iname= path= ipath= wholename= type= maxdepth= mindepth= size= mtime= mmin= ctime= atime= newer= perm= regex= iregex= not o or a and print ' +
    'print0 empty prune readable executable true false links= depth'
  ).split(' '),
);
