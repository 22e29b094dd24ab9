import * as vscode from 'vscode';
import { type ExternalTools, ownToolNames } from '../../../core/agent/tools/index.ts';
import { stripInvisible } from '../../../core/policy/index.ts';
import type { Tool } from '../../../core/task/index.ts';

/** Names that every provider takes. */
const plainName = /^[A-Za-z0-9_-]{1,64}$/;
const mostDescription = 1_000;

/** The tools of the editor, of other extensions and of MCP servers that the user named in `farthing.agent.externalTools`. */
export function editorTools(allowed: () => readonly string[]): ExternalTools {
  const offered = (): readonly vscode.LanguageModelToolInformation[] => {
    const names = new Set(allowed());
    const taken = vscode.lm.tools.filter(({ name }) => names.has(name) && plainName.test(name) && !ownToolNames.has(name));
    // In one order, whichever extension was there first: the prompt's beginning stays the same.
    return taken.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  };
  return {
    list: () => offered().map(described),
    invoke: async (name, input, signal) => {
      if (!offered().some((tool) => tool.name === name)) throw new Error(`there is no tool ${name}`);
      const source = new vscode.CancellationTokenSource();
      const cancel = (): void => source.cancel();
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
      try {
        const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, source.token);
        return content.map(textOf).join('\n');
      } finally {
        signal.removeEventListener('abort', cancel);
        source.dispose();
      }
    },
  };
}

/** Somebody else wrote it, and it stands in every prompt. */
function described({ name, description, inputSchema }: vscode.LanguageModelToolInformation): Tool {
  const schema = JSON.parse(stripInvisible(JSON.stringify(inputSchema ?? { type: 'object', properties: {} })));
  return { name, description: stripInvisible(description).slice(0, mostDescription), inputSchema: schema };
}

function textOf(part: unknown): string {
  return part instanceof vscode.LanguageModelTextPart ? part.value : '(a part that is no text)';
}
