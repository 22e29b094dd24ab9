export { chatHole, chatHoleAnswerTokens, chatHoleStop, chatHoleTokens } from './chatHole.ts';
export { fimPrompt } from './fimPrompt.ts';
export { inComments } from './inComments.ts';
export { insertionReader } from './insertionReader.ts';
export { isChatHole, isPlainHole } from './isChatHole.ts';
export { neutralised } from './neutralised.ts';
