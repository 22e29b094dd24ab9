import { existsSync } from 'node:fs';
import path from 'node:path';
import { findOnPath } from './findOnPath.ts';
import { browserPackages, canInstallPackages, ensureSystemPackages } from './systemPackages.ts';

/** The browser that drives the workbench in tests: CHROME_PATH, else one that is installed, else Debian's Chromium. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (!canInstallPackages())
    throw new Error('The workbench tests need Chromium, Chrome or Edge: install one, or set CHROME_PATH to its program.');
  await ensureSystemPackages(browserPackages);
  const installed = findBrowser();
  if (installed === undefined) throw new Error('Debian installed chromium, but no program of that name is on PATH.');
  return installed;
}

function findBrowser(): string | undefined {
  const chosen = process.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH is ${chosen}, and there is no such file.`);
    return chosen;
  }
  return (
    usualNames().reduce<string | undefined>((found, name) => found ?? findOnPath(name), undefined) ??
    usualPlaces().find((place) => existsSync(place))
  );
}

function usualNames(): readonly string[] {
  return process.platform === 'linux' ? ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'microsoft-edge'] : [];
}

function usualPlaces(): readonly string[] {
  if (process.platform === 'darwin') {
    const programs = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return programs.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((folder) => programs.map((program) => path.join(folder, program)));
  }
  return [];
}
