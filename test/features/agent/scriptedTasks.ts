import type { AgentEvent, AgentPorts, ApprovalMode, InstructionFile, RequestCost, RestoreReport } from '../../../src/core/agent/index.ts';
import type { AgentTask } from '../../../src/features/agent/agentTask.ts';
import type { LoopPorts } from '../../../src/features/agent/agentTaskPorts.ts';
import { AgentTasks, type AgentTasksPorts, type NewTask } from '../../../src/features/agent/agentTasks.ts';

/** What a loop does, in the place of the true one. */
export type Script = (ports: AgentPorts, log: readonly AgentEvent[], signal: AbortSignal) => Promise<void>;

/** Tasks whose loop is a script, and whose store is a map. */
export class ScriptedTasks {
  readonly stored = new Map<string, AgentEvent[]>();
  readonly warnings: string[] = [];
  readonly heard: (readonly [requestId: string, from: number, text: string])[] = [];
  readonly restored: string[] = [];
  /** What the books say of requests. */
  readonly costs = new Map<string, RequestCost>();
  report: RestoreReport = { restored: ['src/sum.ts'], left: [] };
  /** Until then nothing is brought back. */
  restoring: Promise<void> = Promise.resolve();
  warning: string | undefined;
  isReadOnly = false;
  failsToStore = false;
  isTrusted = true;
  setting: ApprovalMode = 'trusted-commands';
  instructions: readonly InstructionFile[] = [];
  instructionsLeftOut: readonly string[] = [];
  instructionReads = 0;
  /** Where the true loop is called. */
  script: Script = async () => undefined;
  readonly ports: AgentTasksPorts;
  readonly tasks: AgentTasks;
  #ids = 0;

  constructor() {
    const noun = (text: string) => void this.warnings.push(text);
    this.ports = {
      run: async (ports, log, signal) => {
        await this.script(ports, log, signal);
        return log;
      },
      loopPorts: async () => this.#loopPorts(),
      append: async (taskId, event) => {
        if (this.failsToStore) throw new Error('the disk is full');
        this.stored.set(taskId, [...(this.stored.get(taskId) ?? []), event]);
      },
      read: async (taskId) => ({ log: this.stored.get(taskId) ?? [], warning: this.warning, isReadOnly: this.isReadOnly }),
      approvals: () => this.setting,
      now: () => 1000,
      newId: () => {
        this.#ids += 1;
        return `id-${this.#ids}`;
      },
      log: { warn: noun, error: noun },
      isTrusted: () => this.isTrusted,
      instructions: async () => {
        this.instructionReads += 1;
        return { read: this.instructions, leftOut: this.instructionsLeftOut };
      },
      place: () => ({ workspace: 'shop', folder: 'file:///shop' }),
    };
    this.tasks = new AgentTasks(this.ports, {
      changed: () => undefined,
      heard: (_task, ...what) => void this.heard.push(what),
    });
  }

  /** As the user does it. */
  start(text = 'Mend the sum', changes: Partial<NewTask> = {}): Promise<AgentTask> {
    return this.tasks.start({
      turn: { text, attachments: [], images: [] },
      mode: 'agent',
      approvals: 'every-step',
      capNanoUsd: 500_000_000,
      ...changes,
    });
  }

  typesOf(taskId: string): readonly string[] {
    return (this.stored.get(taskId) ?? []).map(({ type }) => type);
  }

  #loopPorts(): LoopPorts {
    const unused = (): never => {
      throw new Error('a script uses none of it');
    };
    return {
      router: { route: unused, decide: unused } as unknown as LoopPorts['router'],
      clock: { now: () => 1000, timeZone: () => 'UTC' },
      newId: this.ports.newId,
      tools: { external: () => [], prepare: unused },
      checkpoints: {
        make: unused,
        restore: async (checkpointId) => {
          await this.restoring;
          this.restored.push(checkpointId);
          return this.report;
        },
      },
      costOf: async (id) => this.costs.get(id) ?? unused(),
      setCap: () => undefined,
      mostSteps: 50,
      hash: unused,
    };
  }
}
