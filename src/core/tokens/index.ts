export { estimateTokens, utf8Bytes } from './estimateTokens.ts';
export { fitToContext } from './fitToContext.ts';
export { framingBound } from './framing.ts';
export { type LearnedRatio, learnRatio, type TokenSample } from './learnedRatio.ts';
export { measureText, type TextMeasure } from './measureText.ts';
export { paidContextBytes, withinPaidRoom } from './paidContext.ts';
export { type RatioStart, ratioFor } from './ratioFor.ts';
export { SampleRation } from './sampleRation.ts';
