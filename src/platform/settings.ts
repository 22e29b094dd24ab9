import * as vscode from 'vscode';
import { type ApprovalMode, approvalModes } from '../core/agent/index.ts';
import { type WorthMode, worthModes } from '../core/completion/index.ts';
import { type Sort, sorts } from '../core/rules/index.ts';

/** What a setting's value is checked with; undefined refuses it. */
type Read<Value> = (value: unknown) => Value | undefined;

interface Setting<Value> {
  readonly byDefault: Value;
  readonly read: Read<Value>;
  /**
   * The user's alone: it says where bytes go or lie, or what may be spent. A repository must not choose that, so workspace and folder values
   * are ignored, whatever the editor makes of them.
   */
  readonly isUserOnly: boolean;
}

const aBoolean: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const aString: Read<string> = (value) => (typeof value === 'string' ? value : undefined);
const anAmount: Read<number | null> = (value) =>
  value === null || (typeof value === 'number' && Number.isFinite(value) && value >= 0) ? value : undefined;
const aQuantity: Read<number> = (value) => anAmount(value) ?? undefined;
const aMonth: Read<number> = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 12 ? value : undefined;
const aNumberOfDays: Read<number> = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 36_500 ? value : undefined;
const aStepCount: Read<number> = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000 ? value : undefined;
const aTable: Read<Table> = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
const oneOf =
  <Value extends string>(values: readonly Value[]): Read<Value> =>
  (value) =>
    values.find((each) => each === value);
const aList: Read<List> = (value) => (Array.isArray(value) ? value : undefined);

type Table = Readonly<Record<string, unknown>>;
type List = readonly unknown[];

const usersOwn = <Value>(byDefault: Value, read: Read<Value>): Setting<Value> => ({ byDefault, read, isUserOnly: true });

/** Every setting of Farthing. A test compares this table with package.json. Amounts are US dollars; null: not set. */
export const settings = {
  'completion.enabled': { byDefault: true, read: aBoolean, isUserOnly: false },
  // The user's, the workspace's and the folder's add up: platform/excludedFiles.ts reads them one by one.
  'completion.exclude': { byDefault: [], read: aList, isUserOnly: false },
  'completion.worth': usersOwn<WorthMode>('balanced', oneOf(worthModes)),
  'completion.escalate': usersOwn(false, aBoolean),
  'agent.approvals': usersOwn<ApprovalMode>('every-step', oneOf(approvalModes)),
  'agent.trustedCommands': usersOwn<List>([], aList),
  'agent.testCommand': usersOwn('', aString),
  'agent.capUsd': usersOwn(0.5, aQuantity),
  'agent.mostSteps': usersOwn(50, aStepCount),
  'agent.externalTools': usersOwn<List>([], aList),
  'editorModels.use': usersOwn(false, aBoolean),
  'budget.day': usersOwn<number | null>(null, anAmount),
  'budget.month': usersOwn<number | null>(null, anAmount),
  'budget.kinds': usersOwn<Table>({}, aTable),
  budgets: usersOwn<List>([], aList),
  'budget.yearStartsIn': usersOwn(1, aMonth),
  'budget.weekStartsOn': usersOwn<'monday' | 'sunday'>('monday', oneOf(['monday', 'sunday'])),
  'budget.askAbove': usersOwn<number | null>(null, anAmount),
  'paidModels.paused': usersOwn(false, aBoolean),
  'routing.pins': usersOwn<Table>({}, aTable),
  'routing.rules': usersOwn<List>([], aList),
  'routing.sort': usersOwn<Sort>('price', oneOf(sorts)),
  'baseline.models': usersOwn<Table>({}, aTable),
  'catalogue.endpoints': usersOwn<List>([], aList),
  'catalogue.models': usersOwn<List>([], aList),
  'catalogue.refresh': usersOwn<List>([], aList),
  // The user's, the workspace's and the folder's, each stricter than the one before: platform/policy.ts reads them one by one, not as one merged value.
  policy: { byDefault: {}, read: aTable, isUserOnly: false },
  'localServer.url': usersOwn('', aString),
  'localServer.watts': usersOwn(100, aQuantity),
  'ledger.folder': usersOwn('', aString),
  'ledger.keepEntriesDays': usersOwn(0, aNumberOfDays),
  'telemetry.otlpEndpoint': usersOwn('', aString),
  'telemetry.otlpHeaders': usersOwn<Table>({}, aTable),
} as const satisfies Readonly<Record<string, Setting<never> | Setting<unknown>>>;

export type SettingKey = keyof typeof settings;
export type SettingValue<Key extends SettingKey> = (typeof settings)[Key] extends Setting<infer Value> ? Value : never;

const settingKeys = Object.keys(settings) as readonly SettingKey[];

/** The value in force. One that is of no use counts as not set. */
export function readSetting<Key extends SettingKey>(key: Key, scope?: vscode.ConfigurationScope): SettingValue<Key> {
  const { byDefault, read } = settings[key] as unknown as Setting<SettingValue<Key>>;
  const value = valueInForce(key, scope);
  return value === undefined ? byDefault : (read(value) ?? byDefault);
}

/** The settings whose values are of no use, with those values: they fall to their defaults. */
export function badSettings(): readonly { readonly key: SettingKey; readonly value: unknown }[] {
  return settingKeys
    .map((key) => ({ key, value: valueInForce(key) }))
    .filter(({ key, value }) => value !== undefined && settings[key].read(value) === undefined);
}

function valueInForce(key: SettingKey, scope?: vscode.ConfigurationScope): unknown {
  const configuration = vscode.workspace.getConfiguration('farthing', scope);
  return settings[key].isUserOnly ? configuration.inspect(key)?.globalValue : configuration.get(key);
}

/** Writes a value of the user's own; undefined takes it out. */
export async function writeSetting<Key extends SettingKey>(key: Key, value: SettingValue<Key> | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('farthing').update(key, value, vscode.ConfigurationTarget.Global);
}

/** One of these settings changed. */
export function onDidChangeSetting(keys: SettingKey | readonly SettingKey[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if ([keys].flat().some((key) => event.affectsConfiguration(`farthing.${key}`))) listener();
  });
}

/**
 * Turns a switch over where its value comes from, because a value nearer to the document would hide one that is written elsewhere. What counts
 * is the document that the user looks at, with its language and its folder.
 */
export async function toggleSetting(key: BooleanSettingKey): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const configuration = vscode.workspace.getConfiguration('farthing', document);
  const { target, isForLanguage } = placeOf(settings[key].isUserOnly ? undefined : configuration.inspect(key));
  await configuration.update(key, !readSetting(key, document), target, isForLanguage);
}

/** The same for the language of a document alone. */
export async function toggleSettingForLanguage(key: BooleanSettingKey, document: vscode.TextDocument): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('farthing', document);
  const { target, isForLanguage } = placeOf(configuration.inspect(key));
  // What is set for a language hides what is set for all.
  await configuration.update(key, !readSetting(key, document), isForLanguage ? target : vscode.ConfigurationTarget.Global, true);
}

/** The same for the workspace alone, as it is for the document: where a value for its language would hide the one for all, it is that one. */
export async function toggleSettingForWorkspace(key: BooleanSettingKey, document: vscode.TextDocument | undefined): Promise<void> {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const configuration = vscode.workspace.getConfiguration('farthing', document);
  const { target, isForLanguage } = placeOf(configuration.inspect(key));
  await configuration.update(key, !readSetting(key, document), target === Global ? Workspace : target, isForLanguage);
}

/** Where a value is written. */
interface SettingPlace {
  readonly target: vscode.ConfigurationTarget;
  /** Among what holds for the document's language only. */
  readonly isForLanguage: boolean;
}

/** The place of the value in force: those for a language come first, and among them the nearest. The user's own where there is none. */
function placeOf(values: ReturnType<vscode.WorkspaceConfiguration['inspect']>): SettingPlace {
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  if (values?.workspaceFolderLanguageValue !== undefined) return { target: WorkspaceFolder, isForLanguage: true };
  if (values?.workspaceLanguageValue !== undefined) return { target: Workspace, isForLanguage: true };
  if (values?.globalLanguageValue !== undefined) return { target: Global, isForLanguage: true };
  if (values?.workspaceFolderValue !== undefined) return { target: WorkspaceFolder, isForLanguage: false };
  return { target: values?.workspaceValue === undefined ? Global : Workspace, isForLanguage: false };
}

type BooleanSettingKey = { [Key in SettingKey]: SettingValue<Key> extends boolean ? Key : never }[SettingKey];
