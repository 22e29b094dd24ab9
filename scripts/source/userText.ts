import { isIdentifier, isNode, place, type Source, type SyntaxNode, visit } from './sources.ts';
import { literalText, TextReader } from './textReader.ts';

/** Properties whose value a user reads, on the editor's items and options. */
const shownProperties: ReadonlySet<string> = new Set([
  ...['text', 'tooltip', 'name', 'title', 'label', 'description', 'detail', 'message', 'value'],
  ...['placeHolder', 'placeholder', 'prompt', 'validateInput', 'validationMessage', 'openLabel', 'saveLabel'],
]);

/** Calls and constructors whose string arguments a user reads; of those in the second group it is one argument only. */
const showing =
  /(?:^|\.)(?:show(?:(?:Information|Warning|Error)Message|QuickPick|InputBox)|setStatusBarMessage|appendMarkdown|appendText)$/;
const showingNews = /(?:^|\.)(?:MarkdownString|Hover|TreeItem)$/;
const shownArgument: readonly (readonly [RegExp, number])[] = [
  [/(?:^|\.)create(?:OutputChannel|Terminal)$/, 0],
  [/(?:^|\.)createWebviewPanel$/, 1],
];

/** Folders whose strings can reach the user's eyes. The log is for whoever mends things, and stays in English. */
const checkedFolders = /^src\/(?:features|platform)\/|^src\/extension\.ts$/;

/** A name is no sentence: the product's own stands as it is in every language. */
const properNames: ReadonlySet<string> = new Set(['Farthing']);

/** User-visible text that does not go through `l10n.t`, one sentence each. */
export function rawStrings(sources: readonly Source[]): readonly string[] {
  return sources.filter(({ file }) => checkedFolders.test(file)).flatMap(rawStringsOf);
}

function rawStringsOf(source: Source): readonly string[] {
  // A text that is reached on two ways is one problem.
  const problems = new Set<string>();
  const reader = new TextReader(source);
  const refuse = (value: unknown): void => {
    for (const { text, start } of reader.texts(value))
      if (isWords(text)) problems.add(`${place(source, start)}: "${text}" is shown to users: use l10n.t`);
  };
  visit(source.parsed.program, (node) => {
    for (const shown of shownParts(source, node)) refuse(shown);
  });
  return [...problems];
}

/** The expressions in a node, if any, whose value users read. */
function shownParts(source: Source, node: SyntaxNode): readonly unknown[] {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression': {
      const name = nameOf(source, node.callee);
      const given = node.arguments as readonly unknown[];
      if ((node.type === 'CallExpression' ? showing : showingNews).test(name)) return given;
      return shownArgument.flatMap(([callee, index]) => (callee.test(name) ? [given[index]] : []));
    }
    case 'AssignmentExpression':
      return isNode(node.left) && node.left.type === 'MemberExpression' && isShown(node.left.property) ? [node.right] : [];
    case 'Property':
      return isShown(node.key) ? [node.value] : [];
    default:
      return [];
  }
}

/** The texts that are passed to `l10n.t`, which is what translators get. */
export function localizedStrings(sources: readonly Source[]): readonly string[] {
  const texts = new Set<string>();
  for (const source of sources) {
    visit(source.parsed.program, (node) => {
      if (node.type !== 'CallExpression' || !/(?:^|\.)t$/.test(nameOf(source, node.callee))) return;
      const text = literalText((node.arguments as unknown[])[0]);
      if (text !== undefined) texts.add(text);
    });
  }
  return [...texts].toSorted();
}

const isShown = (key: unknown): boolean => isIdentifier(key) && shownProperties.has(String(key.name));

const nameOf = (source: Source, callee: unknown): string => (isNode(callee) ? source.text.slice(callee.start, callee.end as number) : '');

/** Icons, punctuation and identifiers with dots are not words. */
function isWords(text: string): boolean {
  return (
    !properNames.has(text) && /\p{L}{2,}/u.test(text.replace(/\$\([\w~-]+\)|\]\(command:/g, '')) && !/^[\w-]+(?:\.[\w-]+)+$/.test(text)
  );
}
