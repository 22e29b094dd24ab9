import { make } from '../../dom.ts';
import type { Post } from '../agentHost.ts';
import { buttonTo } from '../buttons.ts';
import type { MarkdownBlock, MarkdownInline } from './markdownTree.ts';

/** What a reader can do with an answer, and the words for it. */
export interface MarkdownDoes {
  readonly words: { readonly copy: string; readonly copied: string; readonly code: string; readonly openLink: string };
  copy(text: string): void;
  open(url: string): void;
}

export function markdownDoes(words: MarkdownDoes['words'], post: Post): MarkdownDoes {
  return { words, copy: (text) => post({ type: 'copy', text }), open: (url) => post({ type: 'open-link', url }) };
}

/** The tree as nodes. Texts are set as texts: nothing of them is ever read as markup. */
export function blockNode(block: MarkdownBlock, does: MarkdownDoes): HTMLElement {
  switch (block.type) {
    case 'paragraph':
      return make('p', {}, ...inlineNodes(block.children, does));
    case 'heading':
      // The page has headings of its own above.
      return make(headingTag(block.level), {}, ...inlineNodes(block.children, does));
    case 'code':
      return codeNode(block.language, block.text, does);
    case 'quote':
      return make('blockquote', {}, ...blockNodes(block.children, does));
    case 'list':
      return listNode(block, does);
    case 'table':
      return tableNode(block, does);
    case 'rule':
      return make('hr');
    case 'plain':
      return make('p', { class: 'plain' }, block.text);
  }
}

function blockNodes(blocks: readonly MarkdownBlock[], does: MarkdownDoes): readonly HTMLElement[] {
  return blocks.map((block) => blockNode(block, does));
}

function headingTag(level: number): 'h4' | 'h5' | 'h6' {
  if (level <= 1) return 'h4';
  return level === 2 ? 'h5' : 'h6';
}

function codeNode(language: string, text: string, { words, copy }: MarkdownDoes): HTMLElement {
  const name = language === '' ? words.code : language;
  const button = buttonTo(
    words.copy,
    () => {
      copy(text);
      button.textContent = words.copied;
    },
    { look: 'link', label: `${words.copy}: ${name}` },
  );
  return make(
    'figure',
    { class: 'code' },
    make('figcaption', {}, make('span', { class: 'quiet' }, name), button),
    make('pre', { tabindex: '0', role: 'region', 'aria-label': name }, make('code', {}, text)),
  );
}

function listNode({ start, items }: Extract<MarkdownBlock, { readonly type: 'list' }>, does: MarkdownDoes): HTMLElement {
  const entries = items.map((item) => make('li', {}, ...itemNodes(item, does)));
  return start === undefined ? make('ul', {}, ...entries) : make('ol', { start: String(start) }, ...entries);
}

/** A single line needs no paragraph. */
function itemNodes(item: readonly MarkdownBlock[], does: MarkdownDoes): readonly (Node | string)[] {
  const [first, ...rest] = item;
  if (first?.type !== 'paragraph') return blockNodes(item, does);
  return [...inlineNodes(first.children, does), ...blockNodes(rest, does)];
}

function tableNode({ header, rows }: Extract<MarkdownBlock, { readonly type: 'table' }>, does: MarkdownDoes): HTMLElement {
  const head = make('tr', {}, ...header.map((cell) => make('th', { scope: 'col' }, ...inlineNodes(cell, does))));
  const body = rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, ...inlineNodes(cell, does)))));
  return make('div', { class: 'scrolls', tabindex: '0' }, make('table', {}, make('thead', {}, head), make('tbody', {}, ...body)));
}

function inlineNodes(inlines: readonly MarkdownInline[], does: MarkdownDoes): readonly (Node | string)[] {
  return inlines.flatMap((inline) => inlineNode(inline, does));
}

function inlineNode(inline: MarkdownInline, does: MarkdownDoes): readonly (Node | string)[] {
  switch (inline.type) {
    case 'text':
      return [inline.text];
    case 'strong':
      return [make('strong', {}, ...inlineNodes(inline.children, does))];
    case 'emphasis':
      return [make('em', {}, ...inlineNodes(inline.children, does))];
    case 'struck':
      return [make('s', {}, ...inlineNodes(inline.children, does))];
    case 'code':
      return [make('code', {}, inline.text)];
    case 'break':
      return [make('br')];
    case 'link':
      return linkNodes(inline, does);
  }
}

/** The text, and behind it where it leads: what can be opened is opened by that, and never by a text that says something else. */
function linkNodes(
  { children, target, canOpen }: Extract<MarkdownInline, { readonly type: 'link' }>,
  does: MarkdownDoes,
): readonly (Node | string)[] {
  const shown = canOpen
    ? buttonTo(target, () => does.open(target), { look: 'link', label: does.words.openLink.replace('{0}', target) })
    : make('span', { class: 'quiet' }, target);
  const isBare = children.length === 1 && children[0]?.type === 'text' && children[0].text === target;
  return isBare ? [shown] : [...inlineNodes(children, does), ' (', shown, ')'];
}
