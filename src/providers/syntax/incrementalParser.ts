import treeSitter from '@vscode/tree-sitter-wasm';
import type { SyntaxVerdict } from '../../core/completion/index.ts';
import type { GrammarName } from './grammars.ts';
import { editBetween } from './textEdit.ts';

export interface IncrementalParserPorts {
  /** The bytes of a grammar, asked for once, when its language is first parsed. */
  readonly readGrammar: (grammar: GrammarName) => Promise<Uint8Array>;
}

/**
 * Says whether texts parse. The tree of the last one is kept, because the next one is mostly the same document with something else at the cursor:
 * then only what changed is parsed anew.
 */
export class IncrementalParser {
  readonly #ports: IncrementalParserPorts;
  readonly #languages = new Map<GrammarName, Promise<treeSitter.Language>>();
  readonly #parser = new treeSitter.Parser();
  #last: { readonly grammar: GrammarName; readonly text: string; readonly tree: treeSitter.Tree } | undefined;

  constructor(ports: IncrementalParserPorts) {
    this.#ports = ports;
  }

  /** `unknown` when it was stopped: `isStopped` is asked all the time. Rejects when the grammar cannot be loaded. */
  async verdictOf(grammar: GrammarName, text: string, isStopped: () => boolean): Promise<SyntaxVerdict> {
    const language = await this.#load(grammar);
    if (isStopped()) return 'unknown';
    this.#parser.setLanguage(language);
    // The types forget that a true answer ends the parse.
    const tree = this.#parser.parse(text, this.#earlierTree(grammar, text), { progressCallback: isStopped });
    if (!tree) {
      this.#parser.reset();
      this.#forget();
      return 'unknown';
    }
    this.#forget();
    this.#last = { grammar, text, tree };
    return tree.rootNode.hasError ? 'breaks' : 'parses';
  }

  #load(grammar: GrammarName): Promise<treeSitter.Language> {
    const loading = this.#languages.get(grammar) ?? this.#ports.readGrammar(grammar).then((bytes) => treeSitter.Language.load(bytes));
    this.#languages.set(grammar, loading);
    return loading;
  }

  /** The last tree, told what has changed since. */
  #earlierTree(grammar: GrammarName, text: string): treeSitter.Tree | undefined {
    if (this.#last?.grammar !== grammar) return undefined;
    this.#last.tree.edit(editBetween(this.#last.text, text));
    return this.#last.tree;
  }

  /** Trees lie in memory that is not collected. */
  #forget(): void {
    this.#last?.tree.delete();
    this.#last = undefined;
  }
}
