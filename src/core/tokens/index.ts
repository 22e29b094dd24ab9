export { estimateTokens, utf8Bytes } from './estimateTokens.ts';
export { fitToContext } from './fitToContext.ts';
