import * as vscode from 'vscode';
import type { CelFacts, Compilation, CompiledRules, ReportFailure } from '../core/rules/cel/index.ts';
import type { MatchRules, Rule, RuleFacts, RuleMatch } from '../core/rules/index.ts';
import type { Log } from './log.ts';
import { contentHash, readRulesFile, rulesFileOf, rulesPath } from './rulesFile.ts';
import { linesOf } from './rulesLog.ts';
import { RulesMemory, type RulesMemoryPorts } from './rulesMemory.ts';
import { loadRuleCompiler, loadRulesText } from './rulesReader.ts';
import { restrictionOf } from './rulesRestriction.ts';
import { type FolderRuleSet, isUnknown, type RuleSet, type UsersRuleSet } from './rulesSet.ts';
import type { RulesReading } from './rulesText.ts';
import { badSettings, onDidChangeSetting, readSetting } from './settings.ts';

export interface RoutingRulesPorts {
  readonly memory: RulesMemoryPorts;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Runs the callback once after so many milliseconds; the function returned calls it off. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

/** So long after a reading that did not tell all rules, another one is begun: what was in its way may have passed. */
const readAgainMs = 30_000;

/**
 * The rules in force: the user's, out of the settings, and those of each folder of a trusted workspace. A set with a mistake changes nothing:
 * the last good one counts on, after a restart too. Whether these are all that there are, `areKnown` says.
 */
export class RoutingRules {
  readonly #memory: RulesMemory;
  readonly #log: RoutingRulesPorts['log'];
  readonly #after: RoutingRulesPorts['after'];
  readonly #listeners = new Set<() => void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #watchers: readonly vscode.Disposable[] = [];
  #sets: readonly RuleSet[] = [];
  #celFacts: ((facts: RuleFacts) => CelFacts) | undefined;
  /** What was told of the sets and still holds. */
  #told: readonly string[] = [];
  #reading: Promise<void> = Promise.resolve();
  #isReadingDue = false;
  #areKnown = false;
  /** The last failure, which is told once for as long as it stays so. */
  #failureTold = '';
  #cancelReadingAgain: (() => void) | undefined;
  #isLoaded = false;
  #isDisposed = false;

  constructor({ memory, log, after }: RoutingRulesPorts) {
    this.#memory = new RulesMemory(memory);
    this.#log = log;
    this.#after = after;
    const readAgain = (): void => void (this.#isLoaded && this.#read());
    const watchAgain = (): void => void (this.#isLoaded && this.load());
    this.#subscriptions = [
      onDidChangeSetting('routing.rules', readAgain),
      vscode.workspace.onDidGrantWorkspaceTrust(watchAgain),
      vscode.workspace.onDidChangeWorkspaceFolders(watchAgain),
      // Not every file system can be watched.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith(`/${rulesPath}`)) readAgain();
      }),
    ];
  }

  /** Reads all rules and goes on watching them. Never rejects: what is wrong is in `sets` and in the log. */
  load(): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    this.#isLoaded = true;
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = foldersToRead().map((folder) => this.#watch(folder));
    return this.#read();
  }

  /**
   * False while the newest reading is under way, and where there are rules that could not be read: there may be one then that forbids what is
   * asked, so that nothing may leave this machine.
   */
  areKnown = (): boolean => this.#areKnown;

  /**
   * The user's match, and that of the folder that the request is of. Where it names none, or there are two of its name, it may hold text of any
   * folder: the matches of all of them, reduced to what they restrict.
   */
  match: MatchRules = (facts) => {
    if (!this.#celFacts) return [];
    const asked = this.#celFacts(facts);
    const { workspace } = facts.task;
    const isOfOneFolder = isNameOfOneFolder(workspace);
    return this.#sets.flatMap((set): readonly RuleMatch[] => {
      if (set.place === 'folder' && workspace !== '' && set.name !== workspace) return [];
      const rule = set.compiled?.match(asked);
      if (!rule) return [];
      const match = { source: set.source, name: rule.name, use: rule.use };
      return set.place === 'user' || isOfOneFolder ? [match] : restrictionOf(match);
    });
  };

  /** As they stand, the user's first. Places without rules are left out. */
  get sets(): readonly RuleSet[] {
    return this.#sets;
  }

  onDidChange(listener: () => void): vscode.Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** What the user saw counts as approved, and nothing that the file has come to since. */
  async approve({ folder, hash, name }: FolderRuleSet): Promise<void> {
    if (hash === undefined) return;
    await this.#memory.approve(folder, hash);
    this.#log.info(`the routing rules of ${name} are approved (sha256 ${hash})`);
    await this.#read();
  }

  async withdraw({ folder, name }: FolderRuleSet): Promise<void> {
    await this.#memory.approve(folder, undefined);
    this.#log.info(`the routing rules of ${name} are no longer approved`);
    await this.#read();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#cancelReadingAgain?.();
    for (const part of [...this.#subscriptions, ...this.#watchers]) part.dispose();
    this.#listeners.clear();
  }

  #watch(folder: vscode.WorkspaceFolder): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, rulesPath));
    const readAgain = (): void => void this.#read();
    return vscode.Disposable.from(watcher, watcher.onDidCreate(readAgain), watcher.onDidChange(readAgain), watcher.onDidDelete(readAgain));
  }

  /** One after another, so that the newest one is the last; changes that come while one waits are read by it. */
  #read(): Promise<void> {
    this.#areKnown = false;
    if (this.#isReadingDue) return this.#reading;
    this.#isReadingDue = true;
    this.#reading = this.#reading.then(async () => {
      this.#isReadingDue = false;
      this.#cancelReadingAgain?.();
      try {
        await this.#readAll();
        this.#failureTold = '';
      } catch (error) {
        this.#tellFailure(`routing rules could not be read, and no paid model is asked until they are: ${error}`);
      }
      if (this.#areKnown || this.#isReadingDue || this.#isDisposed) return;
      this.#cancelReadingAgain = this.#after(readAgainMs, () => void this.#read());
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    const users = await this.#readUsers();
    const folders = await Promise.all(foldersToRead().map((folder) => this.#readFolder(folder)));
    if (this.#isDisposed) return;
    this.#sets = [users, ...folders].filter((set) => set !== undefined);
    this.#areKnown = !this.#isReadingDue && !this.#sets.some(isUnknown);
    this.#tell();
    for (const listener of this.#listeners) listener();
  }

  async #readUsers(): Promise<UsersRuleSet | undefined> {
    const rows = usersRows();
    if (Array.isArray(rows) && rows.length === 0) {
      this.#keep(this.#memory.keepUsers(undefined));
      return undefined;
    }
    const read = await this.#compile(rows, 'your settings');
    if (read.outcome === 'compiled') {
      this.#keep(this.#memory.keepUsers(JSON.stringify(rows)));
      return { place: 'user', source: 'user', compiled: read.compiled, isLastGood: false, problems: [] };
    }
    const kept = this.#memory.usersLastGood();
    const earlier = kept === undefined ? undefined : await this.#compile(parsed(kept), 'your settings');
    const compiled = earlier?.outcome === 'compiled' ? earlier.compiled : undefined;
    return { place: 'user', source: 'user', compiled, isLastGood: compiled !== undefined, problems: read.problems };
  }

  async #readFolder(workspaceFolder: vscode.WorkspaceFolder): Promise<FolderRuleSet | undefined> {
    const { name } = workspaceFolder;
    const folder = workspaceFolder.uri.toString();
    const file = rulesFileOf(workspaceFolder);
    const reading = await readRulesFile(file, this.#after);
    if (reading.outcome === 'none') {
      this.#keep(this.#memory.keepFolders(folder, undefined));
      return undefined;
    }
    const text = reading.outcome === 'read' ? reading.text : undefined;
    const read: RulesReading =
      reading.outcome === 'read'
        ? await this.#readText(reading.text, name)
        : { outcome: 'refused', problems: [{ start: 0, end: 0, message: vscode.l10n.t('The file cannot be read: {0}', reading.reason) }] };
    if (read.outcome === 'read' && reading.outcome === 'read') {
      this.#keep(this.#memory.keepFolders(folder, reading.text));
      const { compiled, waiting } = read;
      return {
        ...this.#inForce(folder, reading.hash),
        place: 'folder',
        folder,
        name,
        file,
        compiled,
        isLastGood: false,
        text,
        problems: [],
        waiting,
      };
    }
    const problems = read.outcome === 'refused' ? read.problems : [];
    const { compiled, hash } = await this.#lastGoodOf(folder, name);
    const isLastGood = compiled !== undefined;
    return { ...this.#inForce(folder, hash), place: 'folder', folder, name, file, compiled, isLastGood, text, problems, waiting: [] };
  }

  #inForce(folder: string, hash: string | undefined): Pick<FolderRuleSet, 'source' | 'hash'> {
    const isApproved = hash !== undefined && this.#memory.isApproved(folder, hash);
    return { source: isApproved ? 'workspace-approved' : 'workspace', hash };
  }

  /** An approval holds for what was approved, also while the file has come to something that cannot be read. */
  async #lastGoodOf(
    folder: string,
    name: string,
  ): Promise<{ readonly compiled: CompiledRules | undefined; readonly hash: string | undefined }> {
    const kept = this.#memory.foldersLastGood(folder);
    const read = kept === undefined ? undefined : await this.#readText(kept, name);
    if (kept === undefined || read?.outcome !== 'read') return { compiled: undefined, hash: undefined };
    return { compiled: read.compiled, hash: contentHash(kept) };
  }

  async #compile(rows: unknown, place: string): Promise<Compilation> {
    const { celFacts, compileRules } = await loadRuleCompiler();
    this.#celFacts = celFacts;
    return compileRules(rows, this.#failureOf(place));
  }

  async #readText(text: string, place: string): Promise<RulesReading> {
    const [{ celFacts, compileRules }, { readRulesText }] = await Promise.all([loadRuleCompiler(), loadRulesText()]);
    this.#celFacts = celFacts;
    return readRulesText(text, (rows) => compileRules(rows, this.#failureOf(place)));
  }

  #failureOf(place: string): ReportFailure {
    return ({ name }: Rule, error) => {
      const [firstLine] = String(error).split('\n');
      this.#log.warn(`the rule "${name}" of ${place} could not be asked and counts as not matching: ${firstLine}`);
    };
  }

  /** Rules count whether or not they can be kept for the next window. */
  #keep(kept: Promise<void>): void {
    kept.catch((error: unknown) => this.#log.warn(`the last good routing rules could not be kept: ${error}`));
  }

  #tellFailure(words: string): void {
    if (words !== this.#failureTold) this.#log.error(words);
    this.#failureTold = words;
  }

  /** Each problem and each rule that waits once, for as long as it stays so. */
  #tell(): void {
    const lines = this.#sets.flatMap(linesOf);
    for (const { level, words } of lines) if (!this.#told.includes(words)) this.#log[level](words);
    this.#told = lines.map(({ words }) => words);
  }
}

/** Nothing of a repository is read before the user trusts it. */
function foldersToRead(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
}

function isNameOfOneFolder(name: string): boolean {
  return (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.name === name).length === 1;
}

/** The setting as it stands: what is no list must not look like one without rules. */
function usersRows(): unknown {
  const bad = badSettings().find(({ key }) => key === 'routing.rules');
  return bad ? bad.value : readSetting('routing.rules');
}

/** What was kept is JSON, but lies where others could have changed it. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
