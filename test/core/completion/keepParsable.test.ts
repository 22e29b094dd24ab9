import { describe, expect, it } from 'vitest';
import type { CheckSyntax, SyntaxVerdict } from '../../../src/core/completion/index.ts';
import { keepParsable } from '../../../src/core/completion/keepParsable.ts';

/** Answers by the text; what is not named is `breaks`. */
function checked(verdicts: Readonly<Record<string, SyntaxVerdict>>) {
  const asked: string[] = [];
  const check: CheckSyntax = (_languageId, _whole, text) => {
    asked.push(text);
    return Promise.resolve(verdicts[text] ?? 'breaks');
  };
  return {
    asked,
    keep: (text: string) => keepParsable(check, 'typescript', { before: '', after: '' }, text, new AbortController().signal),
  };
}

describe('An offer in a file that parses', () => {
  it('stays when the file still parses', async () => {
    const { asked, keep } = checked({ '': 'parses', 'a();': 'parses' });
    expect([await keep('a();'), asked]).toEqual([{ text: 'a();' }, ['a();']]);
  });

  it('is cut back to the lines with which it does', async () => {
    const { keep } = checked({ '': 'parses', 'a();': 'parses', 'a();\nb();': 'parses' });
    expect(await keep('a();\nb();\n\nc(\nd(')).toEqual({ text: 'a();\nb();' });
  });

  it('is dropped when no part of it will do', async () => {
    const { keep } = checked({ '': 'parses' });
    expect(await keep('a(\nb(')).toEqual({ nothing: 'breaks-syntax' });
  });

  it('is never cut back to nothing but blanks', async () => {
    const { keep } = checked({ '': 'parses', '\n': 'parses', ' ': 'parses' });
    expect(await keep('\n  \na(')).toEqual({ nothing: 'breaks-syntax' });
  });

  it('is dropped after a few tries, however long it is', async () => {
    const { asked, keep } = checked({ '': 'parses', 'a();': 'parses' });
    expect([await keep(`a();\n${'b(\n'.repeat(500)}`), asked.length]).toEqual([{ nothing: 'breaks-syntax' }, 10]);
  });

  it('is dropped when there is no time to find how much of it will do', async () => {
    const { keep } = checked({ '': 'parses', 'a(\nb(': 'unknown', 'a(': 'parses' });
    expect(await keep('a(\nb(\nc(')).toEqual({ nothing: 'breaks-syntax' });
  });
});

describe('An offer stays as it is', () => {
  it('in a file that does not parse without it either, as in the middle of a statement', async () => {
    const { keep } = checked({ '': 'breaks' });
    expect(await keep('a(')).toEqual({ text: 'a(' });
  });

  it.each([
    ['of the file', { '': 'unknown' }],
    ['of the file with it', { '': 'parses', 'a(': 'unknown' }],
  ] satisfies readonly [string, Record<string, SyntaxVerdict>][])('where nothing is known %s', async (_what, verdicts) => {
    expect(await checked(verdicts).keep('a(')).toEqual({ text: 'a(' });
  });
});
