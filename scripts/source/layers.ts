import path from 'node:path';
import { isNode, place, type Source, visit } from './sources.ts';

/**
 * The layers of src/, top to bottom: a file imports only what stands below it. Rooms of the core are in their order: each imports only those
 * named before it. ARCHITECTURE.md draws the same picture.
 */
const coreRooms = [
  'task',
  'money',
  'tokens',
  'catalogue',
  'hole',
  'ledger',
  'outcome',
  'export',
  'reconcile',
  'statistics',
  'forecast',
  'policy',
  'rules',
  'budget',
  'caching',
  'failover',
  'selection',
  'baseline',
  'cascade',
  'replay',
  'provider.ts',
  'meter.ts',
  'routerPorts.ts',
  'budgetedRequest.ts',
  'consent.ts',
  'attempt.ts',
  'deadline.ts',
  'bill.ts',
  'routedEntry.ts',
  'hold.ts',
  'linkedAbort.ts',
  'prepare.ts',
  'attempting.ts',
  'localTime.ts',
  'patience.ts',
  'promptFor.ts',
  'router.ts',
  'completion',
  'agent',
];

/** Bundled into the pages: the editor's content policy lets nothing else in. */
const packagesInPages: ReadonlySet<string> = new Set(['marked', 'uplot']);

const layers = ['core', 'adapters', 'platform', 'features', 'roots'] as const;

/** The pages' browser code stands apart: nobody imports it, and it takes nothing but the types of messages. */
type Layer = (typeof layers)[number] | 'webview';

/** What a folder of src/ is. Adapters do not import each other's folder, nor do features. */
function layerOf(file: string): Layer | undefined {
  const [, first] = file.split('/');
  if (first === 'core') return 'core';
  if (first === 'providers' || first === 'storage') return 'adapters';
  if (first === 'platform') return 'platform';
  if (first === 'features') return 'features';
  if (first === 'webview') return 'webview';
  return first === 'extension.ts' || first === 'cli' || first === 'gateway' ? 'roots' : undefined;
}

/** What the core must not reach: it gets clock, network, chance and disk passed in. */
const forbiddenInCore: ReadonlySet<string> = new Set([
  ...['fetch', 'globalThis', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'Buffer', 'document', 'window', 'require'],
  ...['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'],
]);
const packagesInCore: ReadonlySet<string> = new Set(['@marcbachmann/cel-js', 'cockatiel', 'diff', 'lru-cache', 'picomatch', 'valibot']);

/** One sentence for each thing that breaks a rule. */
export function checkLayers(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => [...importProblems(source), ...(layerOf(source.file) === 'core' ? globalProblems(source) : [])]);
}

function importProblems(source: Source): readonly string[] {
  return importsOf(source).flatMap(({ specifier, start, takes }) => {
    const problem = importProblem(source.file, specifier, takes);
    return problem ? [`${place(source, start)}: ${problem}`] : [];
  });
}

/** What an import takes: only types, which are gone in what is built, or values too. */
type Takes = 'types' | 'values';

interface Import {
  readonly specifier: string;
  readonly start: number;
  readonly takes: Takes;
}

function importsOf({ parsed, text }: Source): readonly Import[] {
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  return [
    ...staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      start: moduleRequest.start,
      takes: takesOf(entries),
    })),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, start: moduleRequest.start, takes: takesOf([{ isType }]) }] : [],
      ),
    ),
    ...dynamicImports.map(({ moduleRequest }) => ({
      specifier: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      start: moduleRequest.start,
      takes: 'values' as const,
    })),
  ];
}

/** An import without names runs the file, which takes more than types. */
function takesOf(entries: readonly { readonly isType: boolean }[]): Takes {
  return entries.length > 0 && entries.every(({ isType }) => isType) ? 'types' : 'values';
}

/** Why this file must not import that, if so. */
export function importProblem(file: string, specifier: string, takes: Takes = 'values'): string | undefined {
  const layer = layerOf(file);
  if (!layer) return `src/ has no place for ${file}: see the layers in ARCHITECTURE.md`;
  if (!specifier.startsWith('.')) return packageProblem(layer, specifier);
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const targetLayer = layerOf(target);
  if (!targetLayer) return `${target} is outside the layers of src/`;
  if (layer === 'webview') return targetLayer === 'webview' ? undefined : protocolProblem(target, takes);
  if (targetLayer === 'webview') return `${layer} must not import webview (${target})`;
  if (layers.indexOf(targetLayer) > layers.indexOf(layer)) return `${layer} must not import ${targetLayer} (${target})`;
  if (layer === 'core') return roomProblem(file, target);
  if (targetLayer === 'core') return doorProblem(target);
  if (layer === targetLayer && (layer === 'features' || layer === 'adapters') && unitOf(file) !== unitOf(target)) {
    return isSharedAdapterCode(target) ? undefined : `${unitOf(file)} must not import its neighbour ${unitOf(target)}`;
  }
  return undefined;
}

/** Values would bring the host's code into the page. */
function protocolProblem(target: string, takes: Takes): string | undefined {
  if (!/^src\/features\/[^/]+\/protocol\.ts$/.test(target)) return `webview must import nothing but a feature's protocol.ts (${target})`;
  return takes === 'types' ? undefined : `webview must import only the types of ${target}`;
}

function packageProblem(layer: Layer, name: string): string | undefined {
  if (layer === 'webview') return packagesInPages.has(name) ? undefined : `webview must not import ${name}`;
  if (name === 'vscode') return layer === 'core' || layer === 'adapters' ? `${layer} must not import vscode` : undefined;
  if (layer === 'core' && !packagesInCore.has(name)) return `the core must not import ${name}`;
  return undefined;
}

function roomProblem(file: string, target: string): string | undefined {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return undefined;
  if (!coreRooms.includes(from) || !coreRooms.includes(to)) return `${coreRooms.includes(from) ? to : from} is no room of the core`;
  if (coreRooms.indexOf(to) > coreRooms.indexOf(from)) return `core/${from} must not import core/${to}, which comes after it`;
  return doorProblem(target);
}

/** A room has one door. */
function doorProblem(target: string): string | undefined {
  const inner = target.split('/').slice(2);
  return inner.length === 1 || inner.at(-1) === 'index.ts' ? undefined : `enter ${target.split('/').slice(0, 3).join('/')} by its index.ts`;
}

const roomOf = (file: string): string => file.split('/')[2] ?? '';
const unitOf = (file: string): string =>
  file
    .split('/')
    .slice(1, file.startsWith('src/storage') ? 2 : 3)
    .join('/');
/** HTTP helpers and the files that lie directly in providers/ serve all adapters. */
const isSharedAdapterCode = (target: string): boolean =>
  target.startsWith('src/providers/') && (target.startsWith('src/providers/http/') || target.split('/').length === 3);

function globalProblems(source: Source): readonly string[] {
  const problems: string[] = [];
  // Names of members and properties are not uses of the global of that name. Parents are visited before their children.
  const names = new Set<number>();
  visit(source.parsed.program, (node) => {
    for (const name of [node.property, node.key])
      if (isNode(name) && node.computed !== true && node.shorthand !== true) names.add(name.start);
    const text = node.type === 'MemberExpression' ? source.text.slice(node.start, node.end as number) : '';
    const used = node.type === 'Identifier' && !names.has(node.start) ? String(node.name) : text;
    if (forbiddenInCore.has(used)) problems.push(`${place(source, node.start)}: the core must not use ${used}: have it passed in`);
  });
  return problems;
}
