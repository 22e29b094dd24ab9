import type { ReportFailure } from '../core/rules/cel/index.ts';

/** The two files that are needed once there are rules: what checks conditions, and what reads JSON with comments. */
export async function loadRuleCompiler() {
  const { celFacts, compileRules } = await import('../core/rules/cel/index.ts');
  return { celFacts, compileRules };
}

export async function loadRulesText() {
  const { problemsInSettings, readRulesText } = await import('./rulesText.ts');
  return { problemsInSettings, readRulesText };
}

/** Under this name the rules stand in the settings file. */
export const rulesSetting = 'farthing.routing.rules';

/** What is wrong with the rules in the text of the user's settings. */
export async function checkSettingsText(text: string) {
  const [{ compileRules }, { problemsInSettings }] = await Promise.all([loadRuleCompiler(), loadRulesText()]);
  return problemsInSettings(text, rulesSetting, (rows) => compileRules(rows, noRequests));
}

/** Rules that are only looked at are asked nothing. */
const noRequests: ReportFailure = () => undefined;
