import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarkdownBlock, readMarkdown } from '../../../src/webview/agent/markdown/markdownTree.ts';
import { type MarkdownChange, StreamedMarkdown } from '../../../src/webview/agent/markdown/streamedMarkdown.ts';

/** A page that shows what it is told. */
function pageOf(markdown: StreamedMarkdown) {
  const settled: MarkdownBlock[] = [];
  let open: readonly MarkdownBlock[] = [];
  const show = (change: MarkdownChange | undefined): void => {
    if (!change) return;
    settled.push(...change.settled);
    open = change.open;
  };
  return {
    append: (text: string) => show(markdown.append(text)),
    catchUp: () => show(markdown.catchUp()),
    end: () => show(markdown.end()),
    shown: () => [...settled, ...open],
  };
}

const whole = (source: string): readonly MarkdownBlock[] =>
  readMarkdown(source)
    .map(({ block }) => block)
    .filter((block) => block !== undefined);

describe('An answer that streams', () => {
  it('is in the end what it is when it is read at once, however it came', () => {
    const block = fc.constantFrom(
      'A paragraph with `code`.',
      '# Heading',
      '- one\n- two\n  - three',
      '1. one\n2. two',
      '```ts\nconst a = 1;\n\nconst b = 2;\n```',
      '> quoted\n> more',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '---',
      '<div>\nmarkup\n</div>',
    );
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 1 }),
        (blocks, sizes) => {
          const source = blocks.join('\n\n');
          const page = pageOf(new StreamedMarkdown());
          for (let from = 0, piece = 0; from < source.length; piece += 1) {
            const size = sizes[piece % sizes.length] ?? 1;
            page.append(source.slice(from, from + size));
            from += size;
          }
          page.end();
          expect(page.shown()).toEqual(whole(source));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is read in time that grows with its length, be it one block or many', () => {
    const readCharacters = (source: string): number => {
      let characters = 0;
      const markdown = new StreamedMarkdown((text) => {
        characters += text.length;
        return readMarkdown(text);
      });
      for (let from = 0; from < source.length; from += 5) markdown.append(source.slice(from, from + 5));
      markdown.end();
      return characters / source.length;
    };
    const paragraphs = 'A paragraph of some words.\n\n'.repeat(400);
    const list = '- an entry of one long list\n'.repeat(400);
    expect([readCharacters(paragraphs) < 40, readCharacters(list) < 40]).toEqual([true, true]);
  });

  it('shows what was held back once it pauses', () => {
    const page = pageOf(new StreamedMarkdown());
    page.append(`${'word '.repeat(100)}`);
    page.append('end');
    page.catchUp();
    expect(page.shown()).toEqual(whole(`${'word '.repeat(100)}end`));
  });

  it('counts line ends of other systems as what they are', () => {
    const page = pageOf(new StreamedMarkdown());
    for (const piece of ['one\r', '\n\r', '\ntwo\r\n', '\r\nthree']) page.append(piece);
    page.end();
    expect(page.shown()).toEqual(whole('one\n\ntwo\n\nthree'));
  });
});
