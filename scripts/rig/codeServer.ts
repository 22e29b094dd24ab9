import { rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from './installOnce.ts';
import { npm } from './npmInstall.ts';
import { refuseProposedApi } from './strictApi.ts';
import { buildTools, ensureSystemPackages } from './systemPackages.ts';
import { versions } from './versions.ts';

/** Installs code-server, a real VS Code for the browser, and returns the folder of its package. */
export async function ensureCodeServer(): Promise<string> {
  if (process.platform === 'win32') throw new Error('code-server does not run on Windows: install VS Code, with `code` on PATH.');
  const folder = await installOnce({ name: 'code-server', key: versions.codeServer, install: installCodeServer });
  return path.join(folder, 'node_modules/code-server');
}

/**
 * code-server's own install script builds every native module, one of which wants Kerberos headers. All scripts are therefore left off,
 * and only the two modules that the server loads at its start are built. (What stays out: Kerberos proxies and Copilot's agent host.)
 */
async function installCodeServer(folder: string): Promise<void> {
  await ensureSystemPackages(buildTools);
  console.log(`Installing code-server ${versions.codeServer} from npm ...`);
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'code-server': versions.codeServer } }),
  );
  await npm(['install', '--ignore-scripts'], folder);
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  // Not `npm ci`: the shrinkwrap in there and its package.json disagree, which only `npm install` forgives.
  const inner = ['install', '--omit=dev', '--ignore-scripts'];
  await Promise.all([npm(inner, vscode), npm(inner, path.join(vscode, 'extensions'))]);
  await npm(['rebuild', '--foreground-scripts', '@vscode/spdlog', '@vscode/native-watchdog'], vscode);
  const flavour = process.platform === 'darwin' ? 'darwin' : 'linux';
  await replaceLink(`code-${flavour}.sh`, path.join(vscode, 'bin/remote-cli/code-server'));
  await replaceLink(`browser-${flavour}.sh`, path.join(vscode, 'bin/helpers/browser.sh'));
  await refuseProposedApi(vscode);
}

async function replaceLink(target: string, link: string): Promise<void> {
  await rm(link, { force: true });
  await symlink(target, link);
}
