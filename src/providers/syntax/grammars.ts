/** Grammars that come along, by the names of their files. */
export type GrammarName = 'typescript' | 'tsx' | 'javascript' | 'python' | 'go' | 'rust' | 'java';

/** By the editor's language ids. What holds other languages inside itself (Vue, HTML, notebooks' magics) is not here: nothing is known of it. */
const grammars: Readonly<Record<string, GrammarName>> = {
  typescript: 'typescript',
  typescriptreact: 'tsx',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  python: 'python',
  go: 'go',
  rust: 'rust',
  java: 'java',
};

export function grammarOf(languageId: string): GrammarName | undefined {
  return Object.hasOwn(grammars, languageId) ? grammars[languageId] : undefined;
}
