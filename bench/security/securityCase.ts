import type { CommandLists } from '../../src/core/agent/commands/index.ts';
import type { ApprovalContent, ApprovalMode } from '../../src/core/agent/index.ts';
import type { PathUse } from '../../src/core/agent/paths/index.ts';

/** What somebody hostile tries, and the point of the checklist (bench/security/points.ts) that forbids it. */
export interface SecurityCase {
  readonly point: number;
  /** What it tries, in a few words. */
  readonly says: string;
  readonly attack: Attack;
}

export type Attack =
  /** A path of the model's. Through: it is an ordinary file. */
  | PathAttack
  /** A command line, in the mode that asks the least. Through: it is automatic. */
  | { readonly kind: 'command'; readonly command: string; readonly lists?: Partial<CommandLists> }
  /** What would be done, with its paths. Through: it is automatic. */
  | ApprovalAttack
  /** Something else is done than what was approved. Through: it has the same text, and so the same hash. */
  | { readonly kind: 'swap'; readonly approved: ApprovalContent; readonly done: ApprovalContent }
  /** Text with `hidden` in it that nobody sees. Through: it is still in a prompt, or in what is shown for approval. */
  | { readonly kind: 'invisible'; readonly text: string; readonly hidden: string }
  /** Text with a secret. Through: the prompt, or with `log` the log, still holds it. `file`: what the text is drawn from. */
  | { readonly kind: 'secret'; readonly text: string; readonly secret: string; readonly file?: string; readonly log?: true }
  /** A file that is there to hold secrets. Through: its text may go to a paid model. */
  | { readonly kind: 'secret-file'; readonly path: string }
  /** Through: keys and prompts may be sent there. */
  | { readonly kind: 'address'; readonly url: string }
  /** An endpoint is moved. Through: it gets the key that was saved before. */
  | { readonly kind: 'key'; readonly savedFor: string; readonly askedFor: string }
  /** The local server's address. Through: it counts as on this machine. */
  | { readonly kind: 'local-address'; readonly url: string }
  /** A list's address answers with a redirect. Through: it is followed. */
  | { readonly kind: 'redirect'; readonly from: string; readonly to: string }
  /** A model's Markdown. Through: an image, HTML, or a link that can be opened and leads elsewhere than to https, or is not shown. */
  | { readonly kind: 'markdown'; readonly text: string }
  /** A page's message, as it arrives. Through: it is taken. */
  | { readonly kind: 'page-message'; readonly message: unknown }
  /** Whatever else one function of ours decides. */
  | { readonly kind: 'check'; readonly isThrough: () => boolean | Promise<boolean> };

export interface PathAttack {
  readonly kind: 'path';
  readonly text: string;
  /** Where links lead, absolute; undefined: there is none on the way. */
  readonly real?: string;
  /** Undefined: it is written. */
  readonly use?: PathUse;
  /** Undefined: `/w` on Linux; `windows`: `C:/w`. */
  readonly system?: 'posix' | 'windows';
  readonly isCaseSensitive?: boolean;
}

export interface ApprovalAttack {
  readonly kind: 'approval';
  readonly content: ApprovalContent | undefined;
  /** Undefined: the one that asks the least. */
  readonly mode?: ApprovalMode;
  readonly paths?: readonly PathAttack[];
  readonly isTrusted?: boolean;
}
