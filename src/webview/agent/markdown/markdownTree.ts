import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { linkTarget } from './linkTarget.ts';

/**
 * A model's Markdown as a plain tree of what the page is willing to show: no image is loaded, no markup of HTML counts, no link leads anywhere
 * but where it says.
 */
export type MarkdownBlock =
  | { readonly type: 'paragraph'; readonly children: readonly MarkdownInline[] }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly MarkdownInline[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly MarkdownBlock[] }
  | { readonly type: 'list'; readonly start?: number; readonly items: readonly (readonly MarkdownBlock[])[] }
  | {
      readonly type: 'table';
      readonly header: readonly (readonly MarkdownInline[])[];
      readonly rows: readonly (readonly (readonly MarkdownInline[])[])[];
    }
  | { readonly type: 'rule' }
  /** As it was written. */
  | { readonly type: 'plain'; readonly text: string };

export type MarkdownInline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'struck'; readonly children: readonly MarkdownInline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'break' }
  /** `target` is shown beside the text. Only those that can be opened are more than text. */
  | { readonly type: 'link'; readonly children: readonly MarkdownInline[]; readonly target: string; readonly canOpen: boolean };

/** Nobody nests deeper to be read; who does wants the reader to fail. */
const deepest = 12;

/** A block, and the piece of the source that it was read from. */
export interface ReadBlock {
  readonly raw: string;
  /** None where it is only space. */
  readonly block: MarkdownBlock | undefined;
}

/** Quotes within quotes: the lexer takes time by the square of them, and then calls itself too often. */
const tooDeepQuotes = /(?:>[ \t]*){100}/;

/** Never throws: what cannot be read is shown as it was written. */
export function readMarkdown(source: string): readonly ReadBlock[] {
  if (tooDeepQuotes.test(source)) return [{ raw: source, block: { type: 'plain', text: source } }];
  try {
    return Lexer.lex(source, { gfm: true }).map((token) => ({ raw: token.raw, block: blockOf(token, 0) }));
  } catch {
    // The lexer calls itself for each level of nesting.
    return [{ raw: source, block: { type: 'plain', text: source } }];
  }
}

/** Tokens of extensions are none of ours, for there are none. */
const known = (token: Token): MarkedToken => token as MarkedToken;

function blockOf(given: Token, depth: number): MarkdownBlock | undefined {
  const token = known(given);
  if (depth > deepest) return { type: 'plain', text: token.raw };
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined;
    case 'paragraph':
      return { type: 'paragraph', children: inlinesOf(token.tokens, depth) };
    case 'text':
      return { type: 'paragraph', children: token.tokens ? inlinesOf(token.tokens, depth) : [{ type: 'text', text: decoded(token.text) }] };
    case 'heading':
      return { type: 'heading', level: token.depth, children: inlinesOf(token.tokens, depth) };
    case 'code':
      return { type: 'code', language: (token.lang ?? '').split(/\s/)[0] ?? '', text: token.text };
    case 'blockquote':
      return { type: 'quote', children: blocksOf(token.tokens, depth + 1) };
    case 'list':
      return {
        type: 'list',
        ...(token.ordered && typeof token.start === 'number' && { start: token.start }),
        items: token.items.map((item) => itemOf(item, depth + 1)),
      };
    case 'table':
      return {
        type: 'table',
        header: token.header.map((cell) => inlinesOf(cell.tokens, depth)),
        rows: token.rows.map((row) => row.map((cell) => inlinesOf(cell.tokens, depth))),
      };
    case 'hr':
      return { type: 'rule' };
    default:
      return { type: 'plain', text: token.raw.replace(/\n+$/, '') };
  }
}

function blocksOf(tokens: readonly Token[], depth: number): readonly MarkdownBlock[] {
  return tokens.map((token) => blockOf(token, depth)).filter((block) => block !== undefined);
}

/** The box of a task is written as it is in the source. */
function itemOf({ task, checked, tokens }: Tokens.ListItem, depth: number): readonly MarkdownBlock[] {
  const blocks = blocksOf(
    tokens.filter(({ type }) => type !== 'checkbox'),
    depth,
  );
  if (!task) return blocks;
  const box: MarkdownInline = { type: 'text', text: checked ? '[x] ' : '[ ] ' };
  const [first, ...rest] = blocks;
  return first?.type === 'paragraph'
    ? [{ ...first, children: [box, ...first.children] }, ...rest]
    : [{ type: 'paragraph', children: [box] }, ...blocks];
}

function inlinesOf(tokens: readonly Token[], depth: number): readonly MarkdownInline[] {
  return tokens.map((token) => inlineOf(token, depth + 1));
}

function inlineOf(given: Token, depth: number): MarkdownInline {
  const token = known(given);
  if (depth > deepest) return { type: 'text', text: token.raw };
  switch (token.type) {
    case 'text':
      return token.tokens
        ? { type: 'text', text: token.tokens.map(({ raw }) => decoded(raw)).join('') }
        : { type: 'text', text: decoded(token.text) };
    case 'escape':
      return { type: 'text', text: token.text };
    case 'strong':
      return { type: 'strong', children: inlinesOf(token.tokens, depth) };
    case 'em':
      return { type: 'emphasis', children: inlinesOf(token.tokens, depth) };
    case 'del':
      return { type: 'struck', children: inlinesOf(token.tokens, depth) };
    case 'codespan':
      return { type: 'code', text: token.text };
    case 'br':
      return { type: 'break' };
    case 'link':
      return { type: 'link', children: inlinesOf(token.tokens, depth), ...linkTarget(token.href) };
    case 'image':
      // Loading it would tell its server what the model wants it to know.
      return { type: 'text', text: `${token.text} (${linkTarget(token.href).target})` };
    default:
      return { type: 'text', text: token.raw };
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** Those that models write for text; a number could name a character that is not seen. */
function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity);
}
