import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeRange } from '../../support/fakeDocument.ts';
import { editor } from '../../support/fakeEditor.ts';
import { documentAt } from './completionEditor.ts';
import { offerOf, useCompletion } from './useCompletion.ts';

vi.mock('vscode', async () => (await import('./completionEditor.ts')).completionApi());

beforeEach(() => editor.reset());

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** Lines of code, of writing from right to left, with tabs, and with characters of two units. */
const text = fc
  .array(
    fc.array(fc.constantFrom('a', 'b(', ') ', '\t', 'שלום', 'é', '🦊', '\u202e'), { maxLength: 6 }).map((pieces) => pieces.join('')),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => lines.join('\n'));

describe('Whatever the document is', () => {
  it('an offer comes in exactly at the cursor: text before it, the offer, text after it, and all its line ends are the document’s', async () => {
    const { askAnswered, requests } = useCompletion();
    await fc.assert(
      fc.asyncProperty(
        fc.record({ before: text, after: text, selected: fc.constantFrom('', 'lo'), offered: text, eol: fc.constantFrom('\n', '\r\n') }),
        async ({ before, after, selected, offered, eol }) => {
          const raw = (part: string): string => part.replaceAll('\n', eol);
          const marked = documentAt(`${raw(before)}|${raw(after)}`);
          const range = new FakeRange(marked.position, marked.position);
          const hasEol = `${before}${after}`.includes('\n');
          const selectedCompletionInfo = { range, text: selected };
          const [item] = await askAnswered(offerOf(offered), marked, selected === '' ? {} : { selectedCompletionInfo });
          const [start, end] = [item?.range.start, item?.range.end].map((at) => marked.document.offsetAt(at as never));
          const whole = marked.document.getText();
          const inserted = hasEol ? raw(offered) : offered;
          const document = `${whole.slice(0, start)}${item?.insertText}${whole.slice(end)}`;
          const taken = item?.command?.arguments[2] as { readonly offset: number; readonly text: string } | undefined;
          const request = requests.at(-1);
          expect({
            document,
            taken: document.slice(taken?.offset, (taken?.offset ?? 0) + (taken?.text.length ?? 0)),
            whole: request?.whole?.(),
            snapshot: [request?.snapshot.prefix, request?.snapshot.suffix, request?.snapshot.offset],
          }).toEqual({
            document: `${raw(before)}${selected}${inserted}${raw(after)}`,
            taken: inserted,
            whole: { before: before + selected, after },
            snapshot: [before + selected, after, (before + selected).length],
          });
        },
      ),
      runs,
    );
  });
});
