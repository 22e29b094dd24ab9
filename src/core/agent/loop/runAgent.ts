import { compact } from '../compaction/compact.ts';
import type { AgentEvent } from '../event.ts';
import type { AgentPorts } from '../ports.ts';
import { type AgentAction, advance } from './advance.ts';
import { ask } from './asking.ts';
import { doCall, read } from './doCall.ts';
import { verificationId } from './foldCall.ts';
import { type UnattendedLimits, usualLimits } from './limits.ts';
import { Session } from './session.ts';
import { settling } from './settling.ts';
import { isLeft } from './windowClosing.ts';

/**
 * Goes on from the log until it is the user's turn: the task is paused, or over. Resolves with the whole log. Each event is stored before anything
 * that follows from it happens; where it cannot be stored, this rejects, and nothing does. Aborting the signal ends the task as `stopped`;
 * where the window closes, the log stays as it is.
 */
export async function runAgent(ports: AgentPorts, log: readonly AgentEvent[], signal: AbortSignal): Promise<readonly AgentEvent[]> {
  const session = new Session(ports, log);
  const { mostSteps, mostMs = usualLimits.mostMs, mostTokens = usualLimits.mostTokens } = ports;
  const { taskId, capNanoUsd } = session.standing.state;
  ports.setCap(taskId, capNanoUsd);
  for (;;) {
    if (isLeft(signal)) return session.log;
    if (!isResting(session)) await session.heed();
    const action = nextAction(session, { mostSteps, mostMs, mostTokens }, signal);
    if (action.type === 'rest') return session.log;
    const events = session.log.length;
    await act(session, action, signal);
    if (session.log.length === events && !signal.aborted) throw new Error(`nothing came of ${action.type}: ${action.reason}`);
  }
}

/** What is over stays as it ended. */
function isResting({ standing }: Session): boolean {
  return standing.state.phase === 'over' || standing.state.phase === 'paused';
}

function nextAction(session: Session, limits: UnattendedLimits, signal: AbortSignal): AgentAction {
  const action = advance(session.standing, limits);
  if (action.type === 'rest' || action.type === 'end' || action.type === 'settle' || !signal.aborted) return action;
  return { type: 'end', outcome: 'stopped', words: '', reason: 'the user stopped it' };
}

async function act(session: Session, action: Exclude<AgentAction, { type: 'rest' }>, signal: AbortSignal): Promise<void> {
  switch (action.type) {
    case 'ask':
      return ask(session, action, signal);
    case 'settle': {
      const happening = await settling(session.standing.state, session.ports.costOf);
      return happening && session.record(happening);
    }
    case 'read-call':
      return read(session, action.callId);
    case 'do-call':
      return doCall(session, action.callId, signal);
    case 'verify':
      return session.record({ type: 'called', callId: verificationId(action.requestId), call: { tool: 'test' } });
    case 'settle-finish': {
      const result = { isError: !action.isAccepted, text: action.words };
      return session.record({ type: 'ran', callId: action.callId, result, tookMs: 0 });
    }
    case 'compact':
      return compact(session, action, signal);
    case 'ask-stronger':
      return session.record({ type: 'tier-asked', tier: action.tier, by: 'judge' });
    case 'pause':
      return session.record({ type: 'paused', reason: action.pause, words: action.words });
    case 'end':
      return session.record({ type: 'ended', outcome: action.outcome, words: action.words });
  }
}
