import { verdictOn } from '../approvals/index.ts';
import type { AgentCall, CallResult } from '../call.ts';
import type { ApprovalMode } from '../mode.ts';
import type { PreparedCall } from '../ports.ts';
import { filesNamed, filesTold } from './commandPaths.ts';
import { cannot, failed, told } from './prepared.ts';
import type { ToolPorts } from './toolPorts.ts';
import { resultLimits } from './trimResult.ts';

type ExternalCall = Extract<AgentCall, { readonly tool: 'external' }>;

/** A model only calls what it was offered in this turn. */
const goneWords = (name: string): string =>
  `${name} is not there any more: who offered it is gone, or the user does not let you use it now. Do without it.`;

/** Nobody here knows what such a tool does: its name and its whole input are what is approved. */
export function prepareExternal(ports: ToolPorts, { name, input }: ExternalCall, mode: ApprovalMode): PreparedCall {
  const { external, isTrusted } = ports;
  const isOffered = (): boolean => isTrusted() && external?.list().some((tool) => tool.name === name) === true;
  if (!external || !isOffered()) return cannot(goneWords(name));
  const inputJson = JSON.stringify(input);
  if (typeof input !== 'object' || input === null) return cannot(`The input of ${name} must be an object.`);
  const content = { type: 'external' as const, name, inputJson };
  return {
    content,
    verdict: verdictOn(content, { mode, paths: [], isTrusted: isTrusted() }),
    run: async (signal): Promise<CallResult> => {
      if (!isOffered()) return failed(goneWords(name));
      try {
        // The very bytes that were approved.
        const result = told(await external.invoke(name, JSON.parse(inputJson), signal), resultLimits.external);
        const asked = await ports.files.resolve('.');
        const paths = [...new Set([...(await filesNamed(ports, inputJson, asked, signal)), ...filesTold(ports, result.text, asked)])];
        return paths.length > 0 ? { ...result, facts: { paths } } : result;
      } catch (cause) {
        return failed(`${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    },
  };
}
