import * as vscode from 'vscode';
import type { Router } from '../../core/router.ts';
import type { ProviderErrorReason, Task, ToolCall } from '../../core/task/index.ts';
import { answerOf, type ChatAnswer } from '../../platform/chatRequest.ts';
import { tellingRejection, whyUnanswered } from '../../platform/chatRequestWords.ts';

const { t } = vscode.l10n;

/** Streams the answer, and throws what the editor shows where there is none, or where it broke off. Cancelling is not an error. */
export async function reportAnswer(
  router: Router,
  task: Task,
  progress: vscode.Progress<vscode.LanguageModelResponsePart>,
  signal: AbortSignal,
): Promise<void> {
  const answer = await answerOf(router, task, signal, (part) => {
    if (part.type === 'text-delta') progress.report(new vscode.LanguageModelTextPart(part.text));
  });
  if (signal.aborted) return;
  const error = errorOf(answer);
  if (error) throw error;
  if (answer.outcome !== 'answered') return;
  // At the end, because a call that cannot be read is not to be half reported.
  for (const call of answer.calls.map(callPartOf)) progress.report(call);
}

function callPartOf({ id, name, argumentsText }: ToolCall): vscode.LanguageModelToolCallPart {
  return new vscode.LanguageModelToolCallPart(id, name, inputOf(name, argumentsText));
}

function inputOf(name: string, argumentsText: string): object {
  try {
    const input: unknown = JSON.parse(argumentsText.trim() === '' ? '{}' : argumentsText);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch {
    // Told below: what a model wrote is its own.
  }
  throw new Error(t('Farthing: the model called the tool {0} with arguments that are no JSON object.', name));
}

function errorOf(answer: ChatAnswer): Error | undefined {
  const words = whyUnanswered(answer);
  switch (answer.outcome) {
    case 'aborted':
      // The question before a dear request was answered with no.
      return vscode.LanguageModelError.Blocked(t('Farthing: the request was not sent.'));
    case 'refused':
      return tellingRejection(answer.decision.rejected)
        ? vscode.LanguageModelError.Blocked(words)
        : vscode.LanguageModelError.NotFound(words);
    case 'failed':
      return errorWith(answer.error.reason, words);
    case 'answered':
      // An answer that was cut at its length is one all the same.
      return words === undefined || answer.finish === 'length' ? undefined : vscode.LanguageModelError.Blocked(words);
  }
}

function errorWith(reason: ProviderErrorReason, words: string | undefined): Error {
  switch (reason) {
    case 'unauthorized':
    case 'forbidden':
    case 'payment-required':
      return vscode.LanguageModelError.NoPermissions(words);
    case 'rate-limited':
    case 'overloaded':
    case 'not-reserved':
    case 'policy':
      return vscode.LanguageModelError.Blocked(words);
    case 'not-found':
      return vscode.LanguageModelError.NotFound(words);
    default:
      return new Error(words);
  }
}
