import * as vscode from 'vscode';
import type { Segment, Tool, ToolCall } from '../core/task/index.ts';

/** The editor has no system role: what would stand there comes first, as the user's, as the editor's own guide has it. */
export function messagesOf(segments: readonly Segment[]): vscode.LanguageModelChatMessage[] {
  return segments.map(messageOf);
}

function messageOf({ role, text, toolCalls = [], toolCallId = '' }: Segment): vscode.LanguageModelChatMessage {
  if (role === 'tool') {
    const result = new vscode.LanguageModelToolResultPart(toolCallId, [new vscode.LanguageModelTextPart(text)]);
    return vscode.LanguageModelChatMessage.User([result]);
  }
  if (role !== 'assistant') return vscode.LanguageModelChatMessage.User(text);
  const words = text === '' ? [] : [new vscode.LanguageModelTextPart(text)];
  return vscode.LanguageModelChatMessage.Assistant([...words, ...toolCalls.map(callPartOf)]);
}

function callPartOf({ id, name, argumentsText }: ToolCall): vscode.LanguageModelToolCallPart {
  return new vscode.LanguageModelToolCallPart(id, name, inputOf(argumentsText));
}

/** What an earlier model wrote may be no JSON object: then it is told as it was. */
function inputOf(argumentsText: string): object {
  try {
    const input: unknown = JSON.parse(argumentsText);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch {
    // As below.
  }
  return { arguments: argumentsText };
}

export function chatToolOf({ name, description, inputSchema }: Tool): vscode.LanguageModelChatTool {
  return { name, description, inputSchema };
}
