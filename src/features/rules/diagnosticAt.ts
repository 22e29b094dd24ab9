import * as vscode from 'vscode';
import { positionIn } from '../../platform/rulesPosition.ts';

/** Marks a place of a text that need not be open. */
export function diagnosticAt(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const [from, to] = [positionIn(text, start), positionIn(text, end)];
  const range = new vscode.Range(from.line, from.character, to.line, to.character);
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = 'Farthing';
  return diagnostic;
}
