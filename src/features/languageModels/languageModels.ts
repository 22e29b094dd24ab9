import * as vscode from 'vscode';
import { estimateTokens } from '../../core/tokens/index.ts';
import { withSignal } from '../../platform/cancellation.ts';
import { farthingModels, informationOf, isFarthingModel } from './farthingModels.ts';
import type { LanguageModelsPorts } from './languageModelsPorts.ts';
import { reportAnswer } from './reportAnswer.ts';
import { textsToCount } from './segmentsOf.ts';
import { taskOf } from './taskOf.ts';

type Message = vscode.LanguageModelChatRequestMessage;

export interface LanguageModels {
  information(): Promise<vscode.LanguageModelChatInformation[]>;
  /** Whether something else would be said now than was said last. */
  hasNews(): Promise<boolean>;
  respond(
    model: vscode.LanguageModelChatInformation,
    messages: readonly Message[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void>;
  countTokens(text: string | Message): Promise<number>;
}

export function createLanguageModels({ core, counter, newId, log }: LanguageModelsPorts): LanguageModels {
  const salt = newId();
  const now = async () => {
    const { router } = await core();
    return farthingModels.map((model) => informationOf(router, model));
  };
  let said = '';
  return {
    async information() {
      const information = await now();
      said = JSON.stringify(information);
      return information;
    },
    async hasNews() {
      return JSON.stringify(await now()) !== said;
    },
    async respond({ id }, messages, options, progress, token) {
      if (!isFarthingModel(id)) throw vscode.LanguageModelError.NotFound(id);
      // Tasks know no such demand, and not all providers do: an answer without a call would be paid for and of no use.
      if (options.toolMode === vscode.LanguageModelChatToolMode.Required) {
        throw new Error(vscode.l10n.t('Farthing cannot make a model call a tool: ask it with the tool mode Auto.'));
      }
      const { router } = await core();
      const task = taskOf({ model: id, messages, options }, { newId, salt });
      log.debug(`somebody asks farthing/${id}: ${task.segments.length} messages, ${task.tools?.length ?? 0} tools, task ${task.id}`);
      await withSignal(token, (signal) => reportAnswer(router, task, progress, signal));
    },
    async countTokens(text) {
      const texts = textsToCount(text);
      return counter.count(texts).catch(() => texts.reduce((sum, each) => sum + estimateTokens(each), 0));
    },
  };
}
