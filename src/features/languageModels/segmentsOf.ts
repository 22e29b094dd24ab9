import * as vscode from 'vscode';
import { stripInvisible } from '../../core/policy/index.ts';
import type { Image, Segment, Stability, ToolCall } from '../../core/task/index.ts';

type Message = vscode.LanguageModelChatRequestMessage;

/** The editor sends its own instructions so, before the stable API has a name for it. */
const systemRole = 3;

/**
 * The messages in their order. All but the last were sent before, most likely, and are sent again with the next request: that is what prompt caches
 * live on. What is invisible is stripped, because it comes from anywhere.
 */
export function segmentsOf(messages: readonly Message[]): readonly Segment[] {
  const firstOther = messages.findIndex(({ role }) => !isSystem(role));
  return messages.flatMap((message, index) => {
    const isLeading = firstOther === -1 || index < firstOther;
    const stability: Stability = isLeading ? 'static' : index < messages.length - 1 ? 'session' : 'turn';
    return segmentsOfMessage(message, stability);
  });
}

function isSystem(role: number): boolean {
  return role === systemRole;
}

function segmentsOfMessage({ role, content }: Message, stability: Stability): readonly Segment[] {
  const text = stripInvisible(content.map(textOfPart).join(''));
  if (isSystem(role)) return text === '' ? [] : [{ role: 'system', stability, text }];
  if (role === vscode.LanguageModelChatMessageRole.Assistant) {
    const toolCalls = content.filter((part) => part instanceof vscode.LanguageModelToolCallPart).map(callOf);
    if (text === '' && toolCalls.length === 0) return [];
    return [{ role: 'assistant', stability, text, ...(toolCalls.length > 0 && { toolCalls }) }];
  }
  // A provider wants the results of calls right behind them, and takes no pictures there: those come with what follows.
  const results = content.filter((part) => part instanceof vscode.LanguageModelToolResultPart);
  const images = [...results.flatMap((result) => result.content), ...content].flatMap(imagesOf);
  return [
    ...results.map(
      (result): Segment => ({
        role: 'tool',
        stability,
        text: textOfResult(result.content),
        toolCallId: result.callId,
      }),
    ),
    ...(text === '' && images.length === 0
      ? []
      : [{ role: 'user', stability, text, ...(images.length > 0 && { images }) } satisfies Segment]),
  ];
}

function callOf({ callId, name, input }: vscode.LanguageModelToolCallPart): ToolCall {
  return { id: callId, name, argumentsText: JSON.stringify(input) };
}

/** A model is told where pictures were, so that it takes no result for empty. */
function textOfResult(content: readonly unknown[]): string {
  const pictures = content.flatMap((part) => {
    if (imagesOf(part).length > 0) return ['(A picture follows below.)'];
    return isData(part) && part.mimeType.startsWith('image/') ? [`(A picture of the type ${part.mimeType} is left out.)`] : [];
  });
  return stripInvisible([content.map(textOfPart).join(''), ...pictures].filter((piece) => piece !== '').join('\n'));
}

function textOfPart(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelPromptTsxPart) return JSON.stringify(part.value);
  if (isData(part) && /^(?:text\/|application\/json)/.test(part.mimeType)) return new TextDecoder().decode(part.data);
  return '';
}

interface Data {
  readonly mimeType: string;
  readonly data: Uint8Array;
}

/** Newer editors have a class for it; the oldest one that is supported has none in its types. */
function isData(part: unknown): part is Data {
  return (
    typeof part === 'object' &&
    part !== null &&
    'mimeType' in part &&
    typeof part.mimeType === 'string' &&
    'data' in part &&
    part.data instanceof Uint8Array
  );
}

const imageTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

function imagesOf(part: unknown): readonly Image[] {
  if (!isData(part) || !imageTypes.has(part.mimeType)) return [];
  return [{ mediaType: part.mimeType, base64: Buffer.from(part.data).toString('base64') }];
}

/** All the text of what is to be counted. */
export function textsToCount(text: string | Message): readonly string[] {
  if (typeof text === 'string') return [text];
  return segmentsOf([text]).flatMap(({ text: own, toolCalls = [] }) => [
    own,
    ...toolCalls.map(({ name, argumentsText }) => name + argumentsText),
  ]);
}
