/** What the thread is asked: the tokens of all the texts together. */
export interface CountRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export type CountReply =
  | { readonly type: 'counted'; readonly id: number; readonly tokens: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
