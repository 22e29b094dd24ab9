import { describe, expect, it } from 'vitest';
import { lookOf } from '../../../../src/core/completion/worth/place.ts';
import { snapshotOf } from './questions.ts';

describe('How a place looks', () => {
  it.each<[string, string]>([
    ['    |', 'blank-line in code, before nothing: other, 4 deep'],
    ['if (a) {|', 'after-opener in code, before nothing: control, 0 deep'],
    ['def read(path):|', 'after-opener in code, before nothing: declaration, 0 deep'],
    ['\titems.|', 'after-dot in code, before nothing: other, 4 deep'],
    ['return foo(ba|)', 'in-word in code, before closers: return, 0 deep'],
    ['const x = | + 1', 'after-space in code, before code: declaration, 0 deep'],
    ['done();|', 'after-end in code, before nothing: other, 0 deep'],
    ['// why |', 'after-space in comment, before nothing: other, 0 deep'],
    ['import x from "./|";', 'after-sign in string, before closers: import, 0 deep'],
    ['print(\'it\', "is|")', 'in-word in string, before closers: other, 0 deep'],
  ])('%s', (text, look) => {
    const { place, inside, right, statement, depth } = lookOf(snapshotOf(text));
    expect(`${place} in ${inside}, before ${right}: ${statement}, ${depth} deep`).toBe(look);
  });

  it('is told of the end of a line of a megabyte, at once', () => {
    const { length, place } = lookOf(snapshotOf(`${'x'.repeat(1_000_000)}(|`));
    expect([length, place]).toEqual([1_000_001, 'after-opener']);
  });
});
