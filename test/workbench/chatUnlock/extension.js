// Without Copilot the Chat view counts as not set up and sends nothing. What unlocks it is no API, so it is here and nowhere in Farthing.
const vscode = require('vscode');

exports.activate = (context) => {
  const unlock = async () => {
    await vscode.commands.executeCommand('setContext', 'github.copilot.hasByokModels', true);
    // Models are listed once somebody has asked for them.
    await vscode.lm.selectChatModels({ vendor: 'farthing' });
  };
  // The chat's own participant, who asks the chosen model, comes with Copilot: this one does no more than that.
  const passOn = async (request, _history, stream, token) => {
    const answer = await request.model.sendRequest([vscode.LanguageModelChatMessage.User(request.prompt)], {}, token);
    for await (const text of answer.text) stream.markdown(text);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('farthing-test.unlockChat', unlock),
    vscode.chat.createChatParticipant('farthing-test.passOn', passOn),
  );
};
