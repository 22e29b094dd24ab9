// Loaded once there are rules: cel-js is larger than the rest of the core's rules.
export { type Compilation, type CompiledRules, compileRules, type ReportFailure } from './compileRules.ts';
export { type CelFacts, celFacts } from './facts.ts';
