import * as vscode from 'vscode';
import type { RoutingRules } from '../../platform/rules.ts';
import type { FolderRuleSet } from '../../platform/rulesSet.ts';
import { diagnosticAt } from './diagnosticAt.ts';
import { needInWords } from './words.ts';

const { t } = vscode.l10n;

/** Marks mistakes in the rules files of the workspace, open or not, and the rules there that wait for the user's approval. */
export class FileProblems {
  readonly #collection = vscode.languages.createDiagnosticCollection('farthing.rules');
  readonly #subscription: vscode.Disposable;

  constructor(rules: Pick<RoutingRules, 'sets' | 'onDidChange'>) {
    const mark = (): void => {
      const files = rules.sets.filter((set) => set.place === 'folder');
      this.#collection.clear();
      for (const set of files) this.#collection.set(set.file, diagnosticsOf(set));
    };
    this.#subscription = rules.onDidChange(mark);
    mark();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }
}

function diagnosticsOf({ text = '', problems, waiting, source, isLastGood }: FolderRuleSet): vscode.Diagnostic[] {
  const { Error: Mistake, Information } = vscode.DiagnosticSeverity;
  const consequence = isLastGood ? t('The last good rules stay in force.') : t('None of these rules are in force.');
  const mistakes = problems.map((problem) => diagnosticAt(text, problem, `${problem.message}\n${consequence}`, Mistake));
  if (source === 'workspace-approved') return mistakes;
  const inert = waiting.map((place) =>
    diagnosticAt(
      text,
      place,
      t(
        'The rule "{0}" of this workspace waits for your approval: {1}. Until then it only restricts. Approve it with "Farthing: Approve This Workspace\'s Routing Rules…".',
        place.rule.name,
        place.needs.map((need) => needInWords(need, place.rule.use)).join('; '),
      ),
      Information,
    ),
  );
  return [...mistakes, ...inert];
}
