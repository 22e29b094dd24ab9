import * as vscode from 'vscode';

/** Every setting of Farthing, with its default. A test compares this table with package.json. */
export const settingDefaults = {
  'completion.enabled': true,
  'localServer.url': '',
  'ledger.folder': '',
} as const;

export type SettingKey = keyof typeof settingDefaults;
type SettingValue<Key extends SettingKey> = (typeof settingDefaults)[Key] extends boolean ? boolean : string;

/**
 * Settings that say where bytes go or lie: a repository must not choose them, so workspace and folder values are ignored, whatever the
 * editor makes of them.
 */
const userOnly: ReadonlySet<SettingKey> = new Set(['localServer.url', 'ledger.folder']);

/** The value in force. A value of another type than the default's counts as not set. */
export function readSetting<Key extends SettingKey>(key: Key, scope?: vscode.ConfigurationScope): SettingValue<Key> {
  const configuration = vscode.workspace.getConfiguration('farthing', scope);
  const value: unknown = userOnly.has(key) ? configuration.inspect(key)?.globalValue : configuration.get(key);
  const byDefault = settingDefaults[key];
  return (typeof value === typeof byDefault ? value : byDefault) as SettingValue<Key>;
}

export function onDidChangeSetting(key: SettingKey, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`farthing.${key}`)) listener();
  });
}

/** Turns a switch over where its value comes from: a workspace's value would hide one that is written into the user's settings. */
export async function toggleSetting(key: BooleanSettingKey): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('farthing');
  const isWorkspaceValue = configuration.inspect(key)?.workspaceValue !== undefined;
  await configuration.update(
    key,
    !readSetting(key),
    isWorkspaceValue ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

type BooleanSettingKey = { [Key in SettingKey]: (typeof settingDefaults)[Key] extends boolean ? Key : never }[SettingKey];
