import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentEvent } from '../../src/core/agent/index.ts';
import { type MoneySummary, summaryOf } from '../../src/core/agent/money/index.ts';
import type { LedgerEntry } from '../../src/core/ledger/index.ts';
import type { InvoiceLine } from '../../test/emulator/invoice.ts';
import type { Emulator } from '../../test/emulator/startEmulator.ts';
import { type AgentWindow, type AgentWindowOptions, openAgentWindow } from '../../test/support/agent/agentWindow.ts';
import { makeRepository } from '../../test/support/agent/repository.ts';
import { answerConversation } from '../../test/support/agent/scriptedConversation.ts';
import type { Played, Scenario } from './scenario.ts';
import { nodeTest } from './shop.ts';

/** What a scenario came to, by the agent's log, the ledger, and the clouds' own invoice. */
export interface ScenarioResult {
  readonly name: string;
  readonly isSolved: boolean;
  readonly log: readonly AgentEvent[];
  readonly money: MoneySummary;
  readonly capNanoUsd: number;
  readonly entries: readonly LedgerEntry[];
  readonly invoice: readonly InvoiceLine[];
}

const usualCapUsd = 1;
const nanoUsd = 1e9;

/** Plays it from an empty ledger, empty caches and an empty invoice. Throws where something is not as the scenario wants it. */
export async function playScenario(
  scenario: Scenario,
  emulator: Emulator,
  endpoints: AgentWindowOptions['endpoints'],
): Promise<ScenarioResult> {
  const { files, asked, converse, capUsd = usualCapUsd, settings, user, arrange, play } = scenario;
  emulator.reset();
  const folder = mkdtempSync(path.join(tmpdir(), 'farthing-agent-ledger-'));
  const repository = makeRepository(files);
  const windows: AgentWindow[] = [];
  const options: AgentWindowOptions = {
    ...{ emulator, repository, folder, endpoints, settings: { testCommand: nodeTest, ...settings } },
    ...(user && { user }),
  };
  const open = async (changes: Partial<AgentWindowOptions> = {}): Promise<AgentWindow> => {
    const opened = await openAgentWindow({ ...options, ...changes });
    windows.push(opened);
    return opened;
  };
  try {
    answerConversation(emulator, asked, converse);
    arrange?.(emulator);
    const capNanoUsd = Math.round(capUsd * nanoUsd);
    const window = await open();
    const begun = window.begun(asked, { capNanoUsd });
    const stage = {
      ...{ emulator, repository, window, begun },
      reopened: async (changes: Partial<AgentWindowOptions> = {}) => {
        await windows.at(-1)?.close();
        return open(changes);
      },
    };
    const log = await (play ? play(stage) : window.run([begun]));
    while (emulator.underWay() > 0) await pause(2);
    const last = windows.at(-1) ?? window;
    const entries = await last.entries();
    const played: Played = {
      ...{ ...stage, log, last },
      questions: windows.flatMap(({ questions }) => questions),
      testsPass: () => passesTests(repository.root, settings?.testCommand ?? nodeTest),
    };
    const isSolved = scenario.isSolved ? scenario.isSolved(played) : played.testsPass();
    await scenario.check(played);
    return { name: scenario.name, isSolved, log, money: summaryOf(log, { entries }), capNanoUsd, entries, invoice: emulator.invoice() };
  } catch (cause) {
    throw new Error(`the scenario "${scenario.name}" did not go as it must`, { cause });
  } finally {
    await windows.at(-1)?.close();
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function passesTests(root: string, command: string): boolean {
  // A test runner that finds itself within another one reports to that one.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  return spawnSync('/bin/sh', ['-c', command], { cwd: root, env, stdio: 'ignore', timeout: 60_000 }).status === 0;
}
