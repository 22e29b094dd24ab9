// Without Copilot the Chat view counts as not set up and sends nothing. What unlocks it is no API, so it is here and nowhere in Farthing.
const vscode = require('vscode');

exports.activate = (context) => {
  const unlock = async () => {
    await vscode.commands.executeCommand('setContext', 'github.copilot.hasByokModels', true);
    // Models are listed once somebody has asked for them.
    await vscode.lm.selectChatModels({ vendor: 'farthing' });
  };
  context.subscriptions.push(vscode.commands.registerCommand('farthing-test.unlockChat', unlock));
};
