export { type Cascade, type CascadeTurn, cascadeOf, replayCascade } from './cascadeOf.ts';
export { type AttemptCounts, chanceOf } from './chance.ts';
export { type Outlook, outlook } from './outlook.ts';
export { type CascadePlan, type CascadeRung, type CascadeTry, tryCount } from './plan.ts';
export type { CascadeAction, CascadeEvent, CascadeState, Verdict } from './turns.ts';
