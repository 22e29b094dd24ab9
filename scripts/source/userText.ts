import { isNode, place, type Source, type SyntaxNode, visit } from './sources.ts';

/** Properties whose value a user reads, on the editor's items and options. */
const shownProperties: ReadonlySet<string> = new Set([
  'text',
  'tooltip',
  'name',
  'title',
  'label',
  'description',
  'detail',
  'placeHolder',
  'prompt',
  'value',
]);

/** Calls whose string arguments a user reads. */
const showingCalls = /(?:^|\.)(?:show(?:(?:Information|Warning|Error)Message|QuickPick)|setStatusBarMessage|appendMarkdown|appendText)$/;

/** Folders whose strings can reach the user's eyes. The log is for whoever mends things, and stays in English. */
const checkedFolders = /^src\/(?:features|platform)\/|^src\/extension\.ts$/;

/** A name is no sentence: the product's own stands as it is in every language. */
const properNames: ReadonlySet<string> = new Set(['Farthing']);

/** User-visible text that does not go through `l10n.t`, one sentence each. */
export function rawStrings(sources: readonly Source[]): readonly string[] {
  return sources.filter(({ file }) => checkedFolders.test(file)).flatMap(rawStringsOf);
}

function rawStringsOf(source: Source): readonly string[] {
  const problems: string[] = [];
  const refuse = (value: unknown): void => {
    if (isNode(value) && value.type === 'ArrayExpression') for (const element of value.elements as unknown[]) refuse(element);
    const text = literalText(value);
    if (text !== undefined && isWords(text))
      problems.push(`${place(source, (value as SyntaxNode).start)}: "${text}" is shown to users: use l10n.t`);
  };
  visit(source.parsed.program, (node) => {
    if (node.type === 'CallExpression' && showingCalls.test(nameOf(source, node.callee)))
      for (const argument of node.arguments as unknown[]) refuse(argument);
    if (node.type === 'AssignmentExpression' && isNode(node.left) && node.left.type === 'MemberExpression' && isShown(node.left.property))
      refuse(node.right);
    if (node.type === 'Property' && isShown(node.key)) refuse(node.value);
  });
  return problems;
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

const isShown = (key: unknown): boolean => isNode(key) && key.type === 'Identifier' && shownProperties.has(String(key.name));

const nameOf = (source: Source, callee: unknown): string => (isNode(callee) ? source.text.slice(callee.start, callee.end as number) : '');

/** A string, or the fixed parts of a template. */
function literalText(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value;
  if (value.type !== 'TemplateLiteral') return undefined;
  return (value.quasis as { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked).join('');
}

/** Icons, punctuation and identifiers with dots are not words. */
function isWords(text: string): boolean {
  return (
    !properNames.has(text) && /\p{L}{2,}/u.test(text.replace(/\$\([\w~-]+\)|\]\(command:/g, '')) && !/^[\w-]+(?:\.[\w-]+)+$/.test(text)
  );
}
