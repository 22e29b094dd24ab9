/** What is sent besides text. */
export interface Framing {
  readonly messages: number;
  readonly tools: number;
}

/**
 * An upper bound of the tokens that a provider adds of its own: around each message, around each tool, and the instructions that come with any
 * tool (Anthropic publishes up to some 500 for those, https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview; the rest is
 * generous, since nobody publishes it).
 */
export function framingBound({ messages, tools }: Framing): number {
  return 32 + 16 * messages + (tools > 0 ? 1024 + 64 * tools : 0);
}
