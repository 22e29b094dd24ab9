import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import type { EditSelectionPorts } from './editSelectionPorts.ts';
import type { SelectionEditor } from './selectionEditor.ts';

/** "Edit This Selection", loaded when somebody asks for it. */
export function registerEditSelection(ports: EditSelectionPorts): vscode.Disposable {
  let editor: SelectionEditor | undefined;
  return vscode.Disposable.from(
    registerLoadedCommand(commands.editSelection, ports.log, async () => {
      const { SelectionEditor } = await import('./selectionEditor.ts');
      editor ??= new SelectionEditor(ports);
      const editing = editor;
      return () => editing.edit();
    }),
    { dispose: () => editor?.dispose() },
  );
}
