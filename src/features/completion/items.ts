import * as vscode from 'vscode';
import type { Offer } from '../../core/completion/index.ts';
import type { Place } from './readSnapshot.ts';

/** Runs when the user takes an offer; not in the palette. */
export const acceptedCommand = 'farthing.completion.accepted';

/** Where an offer stands in its document once it was taken: as the editor counts, line ends as they are there. */
export interface TakenPlace {
  readonly uri: string;
  readonly offset: number;
  readonly text: string;
}

/** What the acceptance command of an item is called with. */
export type Taken = readonly [taskId: string, characters: number, place: TakenPlace];

/** An item for each offer. Where the list of suggestions is open, they begin with its selected entry: the editor shows no others. */
export function itemsOf(
  offers: readonly Offer[],
  { range, selected }: Place,
  document: vscode.TextDocument,
): readonly vscode.InlineCompletionItem[] {
  const uri = document.uri.toString();
  const offset = document.offsetAt(range.start) + selected.length;
  return offers.map(({ taskId, text: offered }) => {
    const text = document.eol === vscode.EndOfLine.CRLF ? offered.replaceAll('\n', '\r\n') : offered;
    const taken: Taken = [taskId, offered.length, { uri, offset, text }];
    const item = new vscode.InlineCompletionItem(selected + text, range);
    item.command = { command: acceptedCommand, title: '', arguments: [...taken] };
    return item;
  });
}
