export { canonicalText } from './canonicalText.ts';
export { verdictOn } from './verdictOn.ts';
