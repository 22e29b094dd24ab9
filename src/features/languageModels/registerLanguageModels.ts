import * as vscode from 'vscode';
import type { LanguageModelsPorts } from './languageModelsPorts.ts';
import { whenChanged } from './whenChanged.ts';

/** As `contributes.languageModelChatProviders` in package.json names it. */
const vendor = 'farthing';

/**
 * "Farthing Auto" and one model for each tier, for the editor's chat and for other extensions: what they ask is routed, policed, budgeted and
 * metered as everything else. Loaded when somebody asks which models there are.
 */
export function registerLanguageModels(ports: LanguageModelsPorts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let loading: ReturnType<typeof load> | undefined;
  const provider = (): ReturnType<typeof load> => {
    loading ??= load(ports).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  /**
   * The editor is told only where its list is not right any more: it asks for all of them then and says that models changed, which we follow
   * ourselves. Where it never asked there is nothing to set right.
   */
  const tellNews = async (): Promise<void> => {
    if (!loading) return;
    const hasNews = await loading
      .then((models) => models.hasNews())
      .catch((error: unknown) => ports.log.debug(`no list of models: ${error}`));
    if (hasNews) changed.fire();
  };
  return vscode.Disposable.from(
    changed,
    whenChanged([ports.models, ports.localServers, ...(ports.others ?? [])], () => void tellNews()),
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
