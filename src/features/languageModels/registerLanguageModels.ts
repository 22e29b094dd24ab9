import * as vscode from 'vscode';
import { onDidChangeSetting } from '../../platform/settings.ts';
import type { LanguageModelsPorts } from './languageModelsPorts.ts';

/** As `contributes.languageModelChatProviders` in package.json names it. */
const vendor = 'farthing';

/**
 * "Farthing Auto" and one model for each tier, for the editor's chat and for other extensions: what they ask is routed, policed, budgeted and
 * metered as everything else. Loaded when somebody asks which models there are.
 */
export function registerLanguageModels(ports: LanguageModelsPorts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const tell = (): void => changed.fire();
  let loading: ReturnType<typeof load> | undefined;
  const provider = (): ReturnType<typeof load> => {
    loading ??= load(ports).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return vscode.Disposable.from(
    changed,
    ports.models.onDidChange(tell),
    ports.localServers.onDidChange(tell),
    // Who answers, and for how much, depends on them.
    onDidChangeSetting(
      ['budget.day', 'budget.month', 'budget.kinds', 'budgets', 'paidModels.paused', 'policy', 'routing.rules', 'routing.pins'],
      tell,
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(tell),
    vscode.lm.registerLanguageModelChatProvider(vendor, {
      onDidChangeLanguageModelChatInformation: changed.event,
      provideLanguageModelChatInformation: async () => (await provider()).information(),
      provideLanguageModelChatResponse: async (...asked) => (await provider()).respond(...asked),
      provideTokenCount: async (_model, text) => (await provider()).countTokens(text),
    }),
  );
}

/** The editor says that there are no models; the log says why. */
async function load(ports: LanguageModelsPorts) {
  try {
    const { createLanguageModels } = await import('./languageModels.ts');
    return createLanguageModels(ports);
  } catch (error) {
    ports.log.error(`the models for others could not be loaded: ${error}`);
    throw error;
  }
}
