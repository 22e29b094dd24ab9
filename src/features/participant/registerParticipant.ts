import * as vscode from 'vscode';
import type { ParticipantPorts } from './participantPorts.ts';

/** As `contributes.chatParticipants` in package.json names it. */
const participantId = 'farthing.chat';

/** `@farthing` in the editor's chat, on the same loop as the agent's view. Loaded with the first question. */
export function registerParticipant(ports: ParticipantPorts): vscode.Disposable {
  return vscode.chat.createChatParticipant(participantId, async (...asked) => {
    const { answerInChat } = await load(ports);
    return answerInChat(ports, ...asked);
  });
}

/** The chat says that it failed; the log says why. */
async function load({ log }: ParticipantPorts) {
  try {
    return await import('./answerInChat.ts');
  } catch (error) {
    log.error(`@farthing could not be loaded: ${error}`);
    throw error;
  }
}
