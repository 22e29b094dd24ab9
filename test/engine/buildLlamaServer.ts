import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../scripts/rig/runCommand.ts';

/**
 * Builds a real llama-server out of the npm package node-llama-cpp, which ships llama.cpp's whole source (MIT) and its compiled libraries.
 * Only tools/server is compiled, text only: images and audio (mtmd) are stubbed, and so is the web page. Linux x64 with git and g++.
 */
export async function buildLlamaServer(nodeModules: string, folder: string): Promise<void> {
  const source = path.join(folder, 'source');
  const objects = path.join(folder, 'objects');
  const generated = path.join(folder, 'generated');
  const libraries = path.join(nodeModules, '@node-llama-cpp/linux-x64/bins/linux-x64');
  await checkOut(path.join(nodeModules, 'node-llama-cpp/llama/gitRelease.bundle'), source);
  await mkdir(objects, { recursive: true });
  await mkdir(generated, { recursive: true });
  await writeFile(path.join(generated, 'ui.h'), emptyPageHeader);
  await writeFile(path.join(generated, 'ui.cpp'), emptyPage);

  const flags = compilerFlags(source, generated);
  const files = [path.join(generated, 'ui.cpp'), ...serverFiles.map((name) => path.join(source, 'tools/server', `${name}.cpp`))];
  const objectOf = (file: string): string => path.join(objects, `${path.basename(file, '.cpp')}.o`);
  await inParallel(2, files, (file) => runCommand('g++', [...flags, '-c', file, '-o', objectOf(file)]).then(() => undefined));

  const stubs = path.join(generated, 'mtmdStubs.cpp');
  await writeFile(stubs, mediaStubs(await missingMediaSymbols(files.map(objectOf))));
  await runCommand('g++', ['-O1', '-fPIC', '-c', stubs, '-o', objectOf(stubs)]);

  const libraryNames = await readdir(libraries);
  const versioned = (name: string): string => libraryNames.find((file) => file.startsWith(`${name}.v`)) ?? `${name}.so`;
  const linked = ['libllama-common.so', versioned('libllama'), versioned('libggml'), 'libggml-base.so'].map((name) => `-l:${name}`);
  const server = path.join(folder, 'llama-server');
  const inputs = [...files, stubs].map(objectOf);
  await runCommand('g++', ['-o', server, ...inputs, `-L${libraries}`, ...linked, `-Wl,-rpath,${libraries}`, '-lpthread', '-ldl']);
  // ggml looks for its processor-specific code beside the program.
  const cpuLibraries = libraryNames.filter((name) => name.startsWith('libggml-cpu-'));
  await Promise.all(cpuLibraries.map((name) => symlink(path.join(libraries, name), path.join(folder, name))));
}

/** The longest to compile first, so that neither of the two processors waits at the end. */
const serverFiles = [
  'server-context',
  'server-tools',
  'server-models',
  'server',
  'server-common',
  'server-http',
  'server-schema',
  'server-stream',
  'server-task',
  'server-queue',
  'server-mcp',
  'server-chat',
  'main',
] as const;

async function checkOut(bundle: string, source: string): Promise<void> {
  if (existsSync(source)) return;
  await runCommand('git', ['clone', '--quiet', '--no-checkout', bundle, source]);
  const needed = ['common', 'ggml/include', 'include', 'src', 'tools/server', 'tools/mtmd', 'vendor', 'LICENSE'];
  await runCommand('git', ['-C', source, 'checkout', '--quiet', 'HEAD', '--', ...needed]);
}

function compilerFlags(source: string, generated: string): readonly string[] {
  const defines = ['LLAMA_SHARED', 'GGML_SHARED', 'GGML_BACKEND_SHARED', 'GGML_BACKEND_DL', 'LLAMA_SUBPROCESS'];
  const inSource = [
    '',
    'common',
    'include',
    'ggml/include',
    'vendor',
    'vendor/nlohmann',
    'vendor/sheredom',
    'tools/mtmd',
    'tools/server',
    'src',
  ];
  const includes = [generated, ...inSource.map((folder) => path.join(source, folder))];
  // The compiled libraries do the arithmetic; the server around them gains nothing worth waiting for from more optimisation.
  return ['-std=c++17', '-O0', '-fPIC', '-w', ...defines.map((name) => `-D${name}`), ...includes.map((folder) => `-I${folder}`)];
}

async function inParallel<T>(workers: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/** The functions of mtmd that the server's objects call and none of them defines. */
async function missingMediaSymbols(objects: readonly string[]): Promise<readonly string[]> {
  const lastWords = (output: string): readonly string[] => output.split('\n').flatMap((line) => line.trim().split(/\s+/).at(-1) ?? []);
  const defined = new Set(lastWords(await runCommand('nm', ['--defined-only', ...objects])));
  const wanted = lastWords(await runCommand('nm', ['--undefined-only', ...objects]));
  return [...new Set(wanted)].filter((symbol) => symbol.includes('mtmd') && !defined.has(symbol)).sort();
}

/** Each returns 0, whatever its signature: without --mmproj the server never acts on one. In assembly, as their names are C++'s mangled ones. */
function mediaStubs(symbols: readonly string[]): string {
  const isMarker = (symbol: string): boolean => symbol === 'mtmd_default_marker' || symbol === 'mtmd_get_marker';
  const lines = symbols.map((symbol) =>
    isMarker(symbol)
      ? `extern "C" const char * ${symbol}(...) { return "<__media__>"; }`
      : `asm(".globl ${symbol}\\n.type ${symbol},@function\\n${symbol}: xor %eax,%eax\\n ret\\n");`,
  );
  return `${lines.join('\n')}\n`;
}

const emptyPageHeader = `#pragma once
#include <array>
#include <string>
struct llama_ui_asset { std::string name; const unsigned char * data; std::size_t size; std::string etag; std::string type; };
const llama_ui_asset * llama_ui_find_asset(const std::string & name);
bool llama_ui_use_gzip();
const std::array<llama_ui_asset, 0> & llama_ui_get_assets();
`;

const emptyPage = `#include "ui.h"
const llama_ui_asset * llama_ui_find_asset(const std::string &) { return nullptr; }
bool llama_ui_use_gzip() { return false; }
const std::array<llama_ui_asset, 0> & llama_ui_get_assets() { static const std::array<llama_ui_asset, 0> none{}; return none; }
`;
