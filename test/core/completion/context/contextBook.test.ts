import { describe, expect, it } from 'vitest';
import { ContextBook, type ContextQuestion, chunkOf } from '../../../../src/core/completion/context/index.ts';
import { about, know, openRules, question, snapshotAt, sourceFile } from './book.ts';

const namesOf = (book: ContextBook, asked: ContextQuestion) => book.segments(asked).map(({ name, stability }) => `${name} ${stability}`);

function useBook(): ContextBook {
  const book = new ContextBook(openRules);
  know(book, sourceFile('src/cart.ts'), about('Cart'));
  know(book, sourceFile('src/tax.ts'), about('Tax'));
  return book;
}

describe('Context', () => {
  it('is what other files say about what is near the cursor, as it is written there', () => {
    expect(useBook().segments(question('useCart(CartOptions);\nmakeCart('))).toEqual([
      { role: 'context', stability: 'session', name: 'src/cart.ts', text: about('Cart') },
    ]);
  });

  it('keeps its place and its bytes while the cursor goes on, and new pieces come after it', () => {
    const book = useBook();
    const before = book.segments(question('useCart(CartOptions);\n'));
    const after = book.segments(question('useCart(CartOptions);\nuseTax(TaxOptions);\nmakeTax(TaxOptions'));
    expect({ isSame: after[0] === before[0], names: after.map(({ name }) => name) }).toEqual({
      isSame: true,
      names: ['src/cart.ts', 'src/tax.ts'],
    });
  });

  it('lets go what is worth less than half of the least that belongs there, when there is no room for both', () => {
    const book = useBook();
    const roomBytes = 500;
    const cart = namesOf(book, question('useCart(CartOptions); CartPart0 CartPart1\n', { roomBytes }));
    const both = namesOf(book, question('useCart(CartOptions); CartPart0\nuseTax(TaxOptions); TaxPart0 TaxPart1', { roomBytes }));
    const tax = namesOf(book, question('useTax(TaxOptions); makeTax TaxPart0 TaxPart1 TaxPart2', { roomBytes }));
    expect({ cart, both, tax }).toEqual({ cart: ['src/cart.ts session'], both: ['src/cart.ts session'], tax: ['src/tax.ts session'] });
  });

  it('stays as it was after a small change of its file, and goes with a large one', () => {
    const book = useBook();
    const asked = question('useCart(CartOptions); makeCart CartPart0 CartPart1\n');
    const before = book.segments(asked);
    know(book, sourceFile('src/cart.ts'), about('Cart').replace('(CartOptions, 3)', '(CartOptions, 4)'));
    const small = book.segments(asked);
    const changed = about('Cart')
      .replace(/makeCart/g, 'buildCart')
      .replace(/Part/g, 'Item');
    know(book, sourceFile('src/cart.ts'), changed);
    const large = book.segments(asked);
    expect([small[0] === before[0], large.map(({ text }) => text)]).toEqual([true, [changed]]);
  });

  it('says nothing twice', () => {
    const book = useBook();
    know(book, sourceFile('src/copy.ts'), about('Cart'));
    know(book, sourceFile('src/almost.ts'), `${about('Cart')} // end`);
    expect(book.segments(question('useCart(CartOptions);\n')).length).toBe(1);
  });

  it('leaves out what stands around the cursor already', () => {
    const book = useBook();
    know(book, sourceFile('src/main.ts'), `${about('Cart')}\n`);
    const own = book.segments(question(`${about('Cart')}\nuseTax(`));
    expect(own.map(({ name }) => name)).toEqual(['src/tax.ts']);
  });

  it('of the same file is what lies farther away', () => {
    const book = new ContextBook(openRules);
    know(book, sourceFile('src/main.ts'), about('Cart', 8));
    expect(namesOf(book, question('useCart(CartOptions);\n'))).toEqual(['src/main.ts session']);
  });

  it('prefers definitions of imported names, and those near the cursor to others', () => {
    const book = useBook();
    const definition = (name: string) => ({ name, file: sourceFile(`lib/${name}.ts`), ...chunkOf(`class ${name} {\n  go() {}\n}`) });
    const [far, near] = [definition('Far'), definition('Near')] as const;
    const piece = ({ text = '', identifiers = new Uint16Array(), ...rest }: typeof far) => ({ ...rest, text, identifiers });
    book.define('file:///shop/src/main.ts', [piece(far), piece(near)]);
    expect(namesOf(book, question('useCart(CartOptions);\nnew Near('))).toEqual([
      'lib/Near.ts session',
      'lib/Far.ts session',
      'src/cart.ts session',
    ]);
  });

  it('has what open files define by a name near the cursor', () => {
    const book = new ContextBook(openRules);
    const symbol = chunkOf('function total() {\n  return 1;\n}');
    if (!symbol) throw new Error('too short');
    book.know({ file: sourceFile('src/sum.ts'), chunks: [], symbols: [{ name: 'total', ...symbol }] });
    expect([namesOf(book, question('let a = total')), namesOf(book, question('let a = other'))]).toEqual([['src/sum.ts session'], []]);
  });

  it('ends with what the user edited elsewhere just now', () => {
    const book = useBook();
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index} of the tax table`);
    book.edits.changed({ uri: 'file:///shop/src/tax.ts', line: 10, removedLines: 1, insertedLines: 2 }, 0);
    const linesOf = (_uri: string, start: number, end: number) => lines.slice(start, end).join('\n');
    const [cart, edit, ...others] = book.segments(question('useCart(CartOptions);\n', { linesOf }));
    expect([cart?.name, edit, others]).toEqual([
      'src/cart.ts',
      { role: 'context', stability: 'turn', name: 'src/tax.ts', text: lines.slice(9, 13).join('\n') },
      [],
    ]);
  });

  it('begins with what the caller puts first, however short, the last of it where not all fits', () => {
    const book = useBook();
    const first = ['import pandas', 'x = 1', 'y = 2'].map((text) => ({ file: sourceFile('a.ipynb'), text }));
    const roomBytes = 60;
    const asked = question('useCart(', { first, roomBytes });
    expect(book.segments(asked).map(({ text }) => text)).toEqual(['y = 2']);
  });

  it('of a commit message is its changes and nothing else', () => {
    const book = useBook();
    const snapshot = { ...snapshotAt('useCart(CartOptions)'), uri: 'vscode-scm:git/scm0/input', path: 'git/scm0/input' };
    const first = [{ file: sourceFile('src/cart.ts'), text: '@@ -1 +1 @@\n-a\n+b' }];
    expect(namesOf(book, question('', { snapshot, first }))).toEqual(['src/cart.ts session']);
  });

  it('shows no character that its reader would not see', () => {
    const book = new ContextBook(openRules);
    know(book, sourceFile('src/cart.ts'), about('Cart').replace('{', '{\u{E0041}\u202E\u200B\uFE0F'));
    expect(book.segments(question('useCart(CartOptions);\n')).map(({ text }) => text)).toEqual([about('Cart')]);
  });

  it('keeps to its room, and to three lines and more', () => {
    const book = useBook();
    know(book, sourceFile('src/short.ts'), 'useCart(CartOptions);\nmakeCart(CartOptions);');
    expect([
      namesOf(book, question('useCart(CartOptions);\n', { roomBytes: 100 })),
      namesOf(book, question('useCart(CartOptions);\n')),
    ]).toEqual([[], ['src/cart.ts session']]);
  });

  it('holds nothing of a file that was deleted', () => {
    const book = useBook();
    const asked = question('useCart(CartOptions);\n');
    book.segments(asked);
    book.forget('file:///shop/src/cart.ts');
    expect(book.segments(asked)).toEqual([]);
  });

  it('of 20 files with 2,000 lines each takes less than 5 ms once they are known', () => {
    const book = new ContextBook(openRules);
    for (let index = 0; index < 20; index += 1) {
      const text = Array.from({ length: 200 }, (_, part) => about(`Thing${index}x${part}`, 10)).join('\n\n');
      know(book, sourceFile(`src/big${index}.ts`), text);
    }
    const times = Array.from({ length: 30 }, (_, index) => {
      const asked = question(`${about('Thing3x7', 20)}\nuseThing4x9(Thing4x9Options);\nmakeThing5x${index}(`, { roomBytes: 24_576 });
      const startedMs = performance.now();
      book.segments(asked);
      return performance.now() - startedMs;
    });
    if (process.env.SHOW_TIMES) console.log(times.toSorted((a, b) => a - b).map((ms) => ms.toFixed(2)));
    // The best one: others on this machine may take their turn in between.
    expect(Math.min(...times)).toBeLessThan(5);
  });
});
