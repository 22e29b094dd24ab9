// The control of the editor's benchmarks: an inline completion that costs nothing.
const vscode = require('vscode');

exports.activate = (context) => {
  const status = vscode.window.createStatusBarItem('instant.ready', vscode.StatusBarAlignment.Right, 100);
  status.text = 'instant sample';
  status.show();
  const provideInlineCompletionItems = (_document, position) => [
    new vscode.InlineCompletionItem('constant', new vscode.Range(position, position)),
  ];
  context.subscriptions.push(
    status,
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, { provideInlineCompletionItems }),
  );
};
