import { existsSync, readFileSync } from 'node:fs';
import { findOnPath } from './findOnPath.ts';
import { runCommand } from './runCommand.ts';

/** A Debian package and the sign that it is there already, perhaps from another source. */
interface SystemPackage {
  readonly name: string;
  readonly isPresent: () => boolean;
}

const command = (name: string, packageName = name): SystemPackage => ({
  name: packageName,
  isPresent: () => findOnPath(name) !== undefined,
});

/** For code-server's two native modules and for llama-server. */
export const buildTools: readonly SystemPackage[] = [command('python3'), command('make'), command('g++'), command('git')];

/** Chromium draws nothing readable without a font. */
export const browserPackages: readonly SystemPackage[] = [
  command('chromium'),
  { name: 'fonts-dejavu-core', isPresent: () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf') },
];

let lastInstallation: Promise<void> = Promise.resolve();

/** Installs what is missing where that is possible without asking anybody: as root on Debian. Elsewhere the error names what is missing. */
export function ensureSystemPackages(packages: readonly SystemPackage[]): Promise<void> {
  // One after the other: apt refuses a second `update` rather than wait for the first.
  lastInstallation = lastInstallation.catch(() => undefined).then(() => installMissing(packages));
  return lastInstallation;
}

async function installMissing(packages: readonly SystemPackage[]): Promise<void> {
  const missing = packages.filter((entry) => !entry.isPresent()).map((entry) => entry.name);
  if (missing.length === 0) return;
  if (!canInstallPackages()) throw new Error(`Missing on this machine: ${missing.join(', ')}. Please install it and run this again.`);
  console.log(`Installing Debian packages: ${missing.join(' ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another process may hold dpkg's lock for minutes on a fresh machine.
  const patience = ['-o', 'DPkg::Lock::Timeout=600'];
  await runCommand('apt-get', [...patience, 'update', '-qq'], { env });
  await runCommand('apt-get', [...patience, 'install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

/** Debian itself only: Ubuntu's chromium package is a snap, which installs nowhere near as quietly. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && /^ID=debian$/m.test(readIfPresent('/etc/os-release'));
}

function readIfPresent(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

// Elsewhere the tests themselves say what is missing, and a browser may well be there under another name.
if (import.meta.main && canInstallPackages()) await ensureSystemPackages([...buildTools, ...browserPackages]);
