import * as vscode from 'vscode';
import type { Provider, ProviderCall } from '../core/provider.ts';
import { ProviderError, type ProviderErrorReason, type StreamPart } from '../core/task/index.ts';
import { chatToolOf, messagesOf } from './editorModelMessages.ts';
import { type EditorModels, editorModelAdapter } from './editorModels.ts';

/**
 * Speaks to models that other extensions bring to the editor. Usage is not reported, so that the meter counts by itself, as an estimate. The
 * editor asks the user before it lets another extension's models be used for the first time.
 */
export function createEditorModelProvider(models: Pick<EditorModels, 'modelOf'>): Provider {
  return {
    id: editorModelAdapter,
    async *stream(call, signal) {
      const model = models.modelOf(call.candidate);
      if (!model) {
        yield { type: 'error', error: new ProviderError('not-found', `the editor has no model ${call.candidate.model.id} any more`) };
        return;
      }
      const cancelling = new vscode.CancellationTokenSource();
      const cancel = (): void => cancelling.cancel();
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        yield* answerOf(model, call, cancelling.token);
      } catch (cause) {
        if (!signal.aborted) yield { type: 'error', error: providerErrorOf(cause) };
      } finally {
        signal.removeEventListener('abort', cancel);
        // The caller may have stopped reading.
        cancelling.cancel();
        cancelling.dispose();
      }
      if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
    },
  };
}

async function* answerOf(
  model: vscode.LanguageModelChat,
  { segments, tools }: ProviderCall,
  token: vscode.CancellationToken,
): AsyncGenerator<StreamPart> {
  const options = {
    justification: vscode.l10n.t('Farthing chooses who answers; you let it choose among the models of the editor.'),
    ...(tools.length > 0 && { tools: tools.map(chatToolOf) }),
  };
  const { stream } = await model.sendRequest(messagesOf(segments), options, token);
  let hasCalls = false;
  for await (const part of stream) {
    if (token.isCancellationRequested) return;
    if (part instanceof vscode.LanguageModelTextPart) {
      yield { type: 'text-delta', text: part.value };
    } else if (part instanceof vscode.LanguageModelToolCallPart) {
      hasCalls = true;
      const { callId: id, name, input } = part;
      const argumentsText = JSON.stringify(input);
      yield { type: 'tool-call-start', id, name };
      yield { type: 'tool-call-delta', id, argumentsText };
      yield { type: 'tool-call-end', call: { id, name, argumentsText } };
    }
  }
  if (!token.isCancellationRequested) yield { type: 'finish', reason: hasCalls ? 'tool-calls' : 'stop' };
}

/**
 * By the code that the editor or the other extension put there; the two of Copilot are its own. Messages are somebody else's, and are kept for
 * the log alone.
 */
function providerErrorOf(cause: unknown): ProviderError {
  const code = codeOf(cause);
  const words = cause instanceof Error ? cause.message : String(cause);
  return new ProviderError(reasons.get(code) ?? 'server-error', `${code === '' ? 'the model failed' : code}: ${words}`, { cause });
}

const reasons: ReadonlyMap<string, ProviderErrorReason> = new Map([
  // The user did not let us use it; asked again once they changed their mind.
  ['NoPermissions', 'unauthorized'],
  ['Blocked', 'forbidden'],
  ['NotFound', 'not-found'],
  ['ChatQuotaExceeded', 'payment-required'],
  ['ChatRateLimited', 'rate-limited'],
]);

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  for (const key of ['code', 'name'] as const) {
    const value = key in cause ? (cause as Readonly<Record<string, unknown>>)[key] : undefined;
    if (typeof value === 'string' && reasons.has(value)) return value;
  }
  return '';
}
