import * as vscode from 'vscode';
import type { Log } from '../../platform/log.ts';
import { badSettings } from '../../platform/settings.ts';

export interface BadSettingsPorts {
  readonly log: Pick<Log, 'warn'>;
  /** What is wrong inside of settings that are well-formed as a whole, one sentence each. */
  readonly problems: () => readonly string[];
  /** Settles once what finds them is there. */
  readonly ready: () => Promise<void>;
}

/** Longer values are cut: the log only has to say which one is meant. */
const longestValue = 200;

/** Settings that are of no use are in the log, each once for as long as it stays so. */
export function registerBadSettings({ log, problems, ready }: BadSettingsPorts): vscode.Disposable {
  let told: readonly string[] = [];
  let isDisposed = false;
  const tell = (): void => {
    if (isDisposed) return;
    const bad = badSettings();
    // What reads a setting may complain of the whole of it as well.
    const within = problems().filter((problem) => !bad.some(({ key }) => problem.startsWith(`farthing.${key}:`)));
    const lines = [...bad.map(({ key, value }) => inWords(key, value)), ...within];
    for (const line of lines) if (!told.includes(line)) log.warn(line);
    told = lines;
  };
  // Not now: activation reads no setting that it does not need.
  const first = setImmediate(() => void ready().then(tell, tell));
  return vscode.Disposable.from(
    {
      dispose() {
        isDisposed = true;
        clearImmediate(first);
      },
    },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('farthing')) tell();
    }),
  );
}

function inWords(key: string, value: unknown): string {
  const json = JSON.stringify(value);
  const shown = json.length > longestValue ? `${json.slice(0, longestValue)}…` : json;
  return `farthing.${key} is set to ${shown}, which is of no use: the default holds`;
}
