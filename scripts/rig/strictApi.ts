import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * code-server lets every extension use every proposed API; a user's stable VS Code refuses what the extension does not list, and an installed
 * extension even that. These two edits put the refusal back, so that a test fails where a user's editor would.
 */
export async function refuseProposedApi(vscodeFolder: string): Promise<void> {
  const out = path.join(vscodeFolder, 'out');
  // The extension host: a check that always says yes, followed by the function that throws when it says no.
  const alwaysAllowed =
    /function (\w+)\((\w+),(\w+)\)\{return!0\}(?=function \w+\(\w+,\w+\)\{if\(!\1\(\w+,\w+\)\)throw new Error\(`Extension '\$\{\w+\.identifier\.value\}' CANNOT use API proposal)/g;
  const allowedWhenListed = 'function $1($2,$3){return!!$2.enabledApiProposals&&$2.enabledApiProposals.includes($3)}';
  await replaceOnce(path.join(out, 'vs/workbench/api/node/extensionHostProcess.js'), alwaysAllowed, allowedWhenListed);
  // The page, which decides what an extension's list is worth.
  const workbench = path.join(out, 'vs/code/browser/workbench/workbench.js');
  await replaceOnce(workbench, /this\._envEnablesProposedApiForAll=!0/g, 'this._envEnablesProposedApiForAll=!1');
}

async function replaceOnce(file: string, from: RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const places = [...text.matchAll(from)].length;
  // Another version of code-server may be built differently; a silent miss would make the tests too kind.
  if (places !== 1) throw new Error(`${file}: expected one place that allows proposed API, found ${places}`);
  await writeFile(file, text.replace(from, to));
}
