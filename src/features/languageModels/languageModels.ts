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
  return {
    async information() {
      const { router } = await core();
      return farthingModels.map((model) => informationOf(router, model));
    },
    async respond({ id }, messages, options, progress, token) {
      if (!isFarthingModel(id)) throw vscode.LanguageModelError.NotFound(id);
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
