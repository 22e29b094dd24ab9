import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';
import { checkLayers, importProblem } from '../../scripts/source/layers.ts';
import { parseSource, readSources } from '../../scripts/source/sources.ts';

describe('The layers', () => {
  it('hold in the real source', () => {
    const sources = readSources(root, 'src');
    expect(sources.length).toBeGreaterThan(50);
    expect(checkLayers(sources)).toEqual([]);
  });

  it.each([
    ['src/core/router.ts', '../providers/lazyProvider.ts', 'core must not import adapters'],
    ['src/core/router.ts', '../features/log/registerLog.ts', 'core must not import features'],
    ['src/core/router.ts', 'vscode', 'core must not import vscode'],
    ['src/core/router.ts', 'node:fs', 'the core must not import node:fs'],
    ['src/core/router.ts', 'openai', 'the core must not import openai'],
    ['src/core/task/task.ts', '../money/index.ts', 'core/task must not import core/money, which comes after it'],
    ['src/core/ledger/entry.ts', '../router.ts', 'core/ledger must not import core/router.ts, which comes after it'],
    ['src/core/router.ts', './task/segment.ts', 'enter src/core/task by its index.ts'],
    ['src/core/router.ts', './secrets/index.ts', 'secrets is no room of the core'],
    ['src/core/secrets/index.ts', '../task/index.ts', 'secrets is no room of the core'],
    ['src/providers/lazyProvider.ts', 'vscode', 'adapters must not import vscode'],
    ['src/providers/lazyProvider.ts', '../platform/log.ts', 'adapters must not import platform'],
    ['src/providers/llamaServer/infill.ts', '../../core/task/segment.ts', 'enter src/core/task by its index.ts'],
    ['src/providers/llamaServer/infill.ts', '../openaiCompatible/chunks.ts', 'must not import its neighbour providers/openaiCompatible'],
    ['src/providers/llamaServer/infill.ts', '../../storage/sqlite/schema.ts', 'must not import its neighbour storage'],
    ['src/providers/llamaServer/infill.ts', '../../storage/schema.ts', 'must not import its neighbour storage'],
    ['src/storage/schema.ts', '../providers/localServers/identify.ts', 'must not import its neighbour providers/localServers'],
    ['src/platform/log.ts', '../features/log/registerLog.ts', 'platform must not import features'],
    ['src/features/log/registerLog.ts', '../meter/showMenu.ts', 'must not import its neighbour features/meter'],
    ['src/features/log/registerLog.ts', '../../extension.ts', 'features must not import roots'],
    ['src/features/log/registerLog.ts', '../../../test/manifest.test.ts', 'is outside the layers of src/'],
    ['src/features/log/registerLog.ts', '../../webview/spendPage.ts', 'features must not import webview'],
    ['src/extension.ts', './webview/spendPage.ts', 'roots must not import webview'],
    ['src/webview/spendPage.ts', '../core/money/index.ts', "webview must import nothing but a feature's protocol.ts"],
    ['src/webview/spendPage.ts', '../features/spend/words.ts', "webview must import nothing but a feature's protocol.ts"],
    ['src/webview/spendPage.ts', '../features/spend/protocol.ts', 'webview must import only the types of'],
    ['src/webview/spendPage.ts', 'vscode', 'webview must not import vscode'],
    ['src/webview/spendPage.ts', 'valibot', 'webview must not import valibot'],
    ['src/helpers/strings.ts', 'node:path', 'src/ has no place for src/helpers/strings.ts'],
  ])('forbid %s to import %s', (file, specifier, problem) => {
    expect(importProblem(file, specifier)).toContain(problem);
  });

  it.each([
    ['src/core/router.ts', './task/index.ts'],
    ['src/core/completion/engine.ts', '../router.ts'],
    ['src/core/completion/engine.ts', './offer.ts'],
    ['src/core/completion/answerCache.ts', 'lru-cache'],
    ['src/providers/llamaServer/infill.ts', '../http/readEvents.ts'],
    ['src/providers/llamaServer/infill.ts', '../../core/provider.ts'],
    ['src/storage/workerLedger.ts', 'node:worker_threads'],
    ['src/features/meter/meterView.ts', '../../storage/workerLedger.ts'],
    ['src/features/meter/registerMeter.ts', './showMenu.ts'],
    ['src/extension.ts', './features/log/registerLog.ts'],
    ['src/webview/spendPage.ts', './dom.ts'],
  ])('allow %s to import %s', (file, specifier) => {
    expect(importProblem(file, specifier)).toBeUndefined();
  });

  it.each([
    ["import fs from 'node:fs';", 'node:fs'],
    ["import type { Stats } from 'node:fs';", 'node:fs'],
    ["export { readFile } from 'node:fs';", 'node:fs'],
    ["export * from 'node:fs';", 'node:fs'],
    ["const fs = await import('node:fs');", 'node:fs'],
    ['const at = Date.now();', 'Date.now'],
    ['const chance = Math.random();', 'Math.random'],
    ['const now = Date.now;', 'Date.now'],
    ["await fetch('http://127.0.0.1');", 'fetch'],
    ['setTimeout(() => undefined, 1);', 'setTimeout'],
    ['console.log(process.env.HOME);', 'process'],
    ["Buffer.from('');", 'Buffer'],
    ['start({ send: fetch });', 'fetch'],
    ["globalThis.fetch('/');", 'globalThis'],
  ])('find %s in the core, and its line', (text, what) => {
    const problems = checkLayers([parseSource('src/core/router.ts', `// first line\n${text}`)]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^src\/core\/router\.ts:2: the core must not/);
    expect(problems[0]).toContain(what);
  });

  it.each([
    ["import type { SpendState } from '../features/spend/protocol.ts';", 0],
    ["import { type SpendState } from '../features/spend/protocol.ts';", 0],
    ["export type { SpendState } from '../features/spend/protocol.ts';", 0],
    ["import { messageFromPage } from '../features/spend/protocol.ts';", 1],
    ["import { type SpendState, messageFromPage } from '../features/spend/protocol.ts';", 1],
    ["import '../features/spend/protocol.ts';", 1],
    ["export { messageFromPage } from '../features/spend/protocol.ts';", 1],
    ["const { messageFromPage } = await import('../features/spend/protocol.ts');", 1],
  ])('let pages take types alone: %s', (text, problems) => {
    expect(checkLayers([parseSource('src/webview/spendPage.ts', text)])).toHaveLength(problems);
  });

  it('leave clocks and timers to the others', () => {
    expect(checkLayers([parseSource('src/platform/clock.ts', 'setTimeout(() => Date.now(), 1);')])).toEqual([]);
  });
});
