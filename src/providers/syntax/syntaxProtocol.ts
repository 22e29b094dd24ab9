import type { SyntaxVerdict } from '../../core/completion/index.ts';
import type { GrammarName } from './grammars.ts';

/** What the thread is started with. */
export interface SyntaxWorkerData {
  /** The folder of `tree-sitter.wasm` and of the grammars beside it. */
  readonly grammars: string;
  /** One `Int32`: the id of the last question that nobody waits for any more. The thread reads it while it parses. */
  readonly givenUp: SharedArrayBuffer;
}

/** Whether the three texts, one after the other, parse. Ids only grow, and there is one question at a time. */
export interface SyntaxQuestion {
  readonly id: number;
  readonly grammar: GrammarName;
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

export interface SyntaxReply {
  readonly id: number;
  readonly verdict: SyntaxVerdict;
}
