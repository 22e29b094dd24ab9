import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from '../../scripts/rig/installOnce.ts';
import { npm } from '../../scripts/rig/npmInstall.ts';
import { root } from '../../scripts/rig/paths.ts';
import { buildTools, canInstallPackages, ensureSystemPackages } from '../../scripts/rig/systemPackages.ts';
import { versions } from '../../scripts/rig/versions.ts';
import { buildLlamaServer } from './buildLlamaServer.ts';
import { writeCopyModel } from './copyModel.ts';

export interface Engine {
  /** `llama-server` is llama.cpp's own; `node` is our small stand-in over the same libraries, where nothing can be compiled. */
  readonly kind: 'llama-server' | 'node';
  readonly program: string;
  /** What comes before the server's own arguments. */
  readonly programArguments: readonly string[];
  readonly model: string;
}

/** Installs what is missing of the local model server and its hand-made model. FARTHING_TEST_ENGINE=node asks for the stand-in. */
export async function ensureEngine(): Promise<Engine> {
  const [libraries, model] = await Promise.all([ensureLibraries(), ensureModel()]);
  if (!canBuild()) {
    const server = path.join(root, 'test/engine/standInServer.ts');
    return { kind: 'node', program: process.execPath, programArguments: [server, libraries], model };
  }
  const recipe = await fingerprint('buildLlamaServer.ts');
  const folder = await installOnce({
    name: 'llama-server',
    key: `${versions.nodeLlamaCpp} ${recipe}`,
    install: async (target) => {
      await ensureSystemPackages(buildTools);
      console.log('Building llama-server from the source in node-llama-cpp (about half a minute) ...');
      await buildLlamaServer(libraries, target);
      await Promise.all(['source', 'objects', 'generated'].map((name) => rm(path.join(target, name), { recursive: true })));
    },
  });
  return { kind: 'llama-server', program: path.join(folder, 'llama-server'), programArguments: [], model };
}

function canBuild(): boolean {
  if (process.env.FARTHING_TEST_ENGINE === 'node') return false;
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  return canInstallPackages() || buildTools.every((tool) => tool.isPresent());
}

/** The package and the one compiled flavour for this machine: all flavours, with CUDA's, would be 600 MB more. Returns its node_modules. */
async function ensureLibraries(): Promise<string> {
  const dependencies = { 'node-llama-cpp': versions.nodeLlamaCpp, [`@node-llama-cpp/${flavour()}`]: versions.nodeLlamaCpp };
  const folder = await installOnce({
    name: 'engine',
    key: `${versions.nodeLlamaCpp} ${flavour()}`,
    install: async (target) => {
      await writeFile(path.join(target, 'package.json'), JSON.stringify({ private: true, dependencies }));
      await npm(['install', '--ignore-scripts', '--omit=optional', '--omit=peer'], target);
    },
  });
  return path.join(folder, 'node_modules');
}

function flavour(): string {
  const { platform, arch } = process;
  if (platform === 'darwin') return arch === 'arm64' ? 'mac-arm64-metal' : 'mac-x64';
  if (platform === 'win32') return `win-${arch}`;
  return `linux-${arch}`;
}

async function ensureModel(): Promise<string> {
  const sources = ['copyModel.ts', 'copyRule.ts', 'vocabulary.ts', 'transformerWeights.ts', 'ggufWriter.ts'];
  const key = await fingerprint(...sources);
  const folder = await installOnce({ name: 'copy-model', key, install: (target) => writeCopyModel(path.join(target, 'copy.gguf')) });
  return path.join(folder, 'copy.gguf');
}

/** Whoever edits the recipe gets the thing made anew. */
async function fingerprint(...names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) hash.update(await readFile(path.join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 12);
}
