import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import { onDidChangeSetting } from '../../platform/settings.ts';
import type { AddressRule, LocalServerState, LocalServerWatch } from '../../providers/localServers/localServerWatch.ts';

/** Starts looking for a model server on this machine, looks again on request and when its address changes, and keeps the log informed. */
export function registerLocalServer(watch: LocalServerWatch, log: Log): vscode.Disposable {
  // Not now: the host's first use of fetch loads its network stack, which takes many times as long as all the rest of activation.
  const firstLook = setImmediate(() => void watch.look());
  let lastSaid = '';
  return vscode.Disposable.from(
    { dispose: () => clearImmediate(firstLook) },
    watch,
    watch.onDidChange((state) => {
      const said = words(state);
      // How its models are changes more often than what it is.
      if (said !== lastSaid) log.info(said);
      lastSaid = said;
    }),
    onDidChangeSetting('localServer.url', () => void watch.lookAnew()),
    registerCommand(commands.lookForLocalServer, () => watch.lookAnew()),
  );
}

const refusals: Readonly<Record<AddressRule, string>> = {
  'address-invalid': 'it must be an http or https address without credentials or query',
  'plain-http': 'plain http is for this machine only',
  'not-this-machine': 'a local server is one on this machine (127.0.0.1, ::1 or localhost)',
  'has-path': 'a path in the address is not supported',
};

function words(state: LocalServerState): string {
  switch (state.status) {
    case 'looking':
      return 'looking for a local model server';
    case 'found':
      return state.servers
        .map(({ kind, baseUrl, models }) => `${kind} at ${baseUrl} serves ${models.map(({ id }) => id).join(', ') || 'no model'}`)
        .join('; ');
    case 'away':
      return `${state.last.kind} at ${state.last.baseUrl} does not answer any more`;
    case 'none':
      return 'no local model server answers';
    case 'refused':
      return `farthing.localServer.url (${state.url}) is refused: ${refusals[state.rule]}`;
  }
}
