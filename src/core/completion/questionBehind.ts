import type { CompletionRequest } from './ports.ts';
import { placeAfter } from './snapshot.ts';

/** The question as it will be asked behind a text that is put in where one was asked. */
export function questionBehind({ snapshot, trigger, whole }: CompletionRequest, text: string): CompletionRequest {
  return {
    snapshot: placeAfter(snapshot, text),
    trigger,
    whole: () => {
      const now = whole?.();
      return now && { before: now.before + text, after: now.after };
    },
  };
}
