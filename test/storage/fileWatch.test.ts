import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FileWatch } from '../../src/storage/fileWatch.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const started: FileWatch[] = [];
afterEach(() => {
  for (const watch of started.splice(0)) watch.dispose();
});

/** Watches a file whose length is looked at; nobody polls. */
function watched() {
  const file = inFolder('ledger.sqlite');
  const texts: string[] = [];
  let text = '';
  const write = (more: string): void => {
    text += more;
    writeFileSync(`${file}-wal`, text);
  };
  started.push(new FileWatch({ file, everyMs: 1_000_000, look: () => texts.push(text) }));
  return { write, texts };
}

describe('A watched file', () => {
  it('is looked at once for many writes, after the last of those that fell together', async () => {
    const { write, texts } = watched();
    for (const letter of 'many') write(letter);
    await vi.waitFor(() => expect(texts).not.toEqual([]));
    expect(texts).toEqual(['many']);
  });

  it('is looked at again for what is written later, as often as that is', async () => {
    const { write, texts } = watched();
    for (const [index, letter] of ['a', 'b', 'c'].entries()) {
      write(letter);
      await vi.waitFor(() => expect(texts).toHaveLength(index + 1));
    }
    expect(texts).toEqual(['a', 'ab', 'abc']);
  });
});
