/** A place in a document. */
export interface PlaceInText {
  readonly before: string;
  readonly after: string;
}

/** Somebody who completes code, as the editor sees it. */
export interface Policy {
  /** The text to show, or undefined. It may never settle: that is counted. */
  ask(place: PlaceInText, signal: AbortSignal, trigger?: 'automatic' | 'again'): Promise<string | undefined>;
  /** The user took what was shown. */
  accepted(): void;
  /** The user went elsewhere. */
  leave(): void;
  /** Calls back when more can be shown by now than was. */
  onImproved(listener: () => void): void;
}

/** Several lines where a line is blank or a block was opened, as all of them have it in some form. */
export function wantsBlock({ before }: PlaceInText): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.trim() === '' || /[{([:]\s*$/.test(line);
}
