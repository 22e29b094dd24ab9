import type { FileChange } from './call.ts';

/** What is approved: exactly this, and nothing else. Its hash is stored with the approval, and compared when it is done. */
export type ApprovalContent =
  | { readonly type: 'changes'; readonly changes: readonly FileChange[] }
  /** As it will be run; `shown` has invisible characters spelled out. */
  | { readonly type: 'command'; readonly command: string; readonly folder: string; readonly shown: string }
  | { readonly type: 'external'; readonly name: string; readonly inputJson: string }
  /** Reading outside the workspace, or what is kept from models. */
  | { readonly type: 'read'; readonly path: string };

/** `automatic`: it may happen, by that rule. `ask`: the user decides. `refuse`: not even the user is asked. */
export type ApprovalVerdict =
  | { readonly verdict: 'automatic'; readonly rule: string }
  | { readonly verdict: 'ask'; readonly rule: string; readonly reason: string }
  | { readonly verdict: 'refuse'; readonly rule: string; readonly reason: string };

export interface ApprovalQuestion {
  readonly callId: string;
  readonly content: ApprovalContent;
  /** SHA-256 of the content, hexadecimal. */
  readonly contentHash: string;
  /** Why it is asked, in words. */
  readonly rule: string;
  readonly reason: string;
}

export type ApprovalAnswer =
  | { readonly answer: 'once' }
  /** Edits: all of this task. A command: this exact text, in this folder, for this task. */
  | { readonly answer: 'always' }
  | { readonly answer: 'no'; readonly words?: string };
