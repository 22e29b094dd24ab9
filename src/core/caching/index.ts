export { type CachePlan, planCache } from './plan.ts';
