/** What became of the last answers. */
export interface Past {
  /** Shares of those that were taken: of about the last five, and of about the last thirty. */
  readonly lately: number;
  readonly usually: number;
  /** How many in a row were not taken, up to eight. */
  readonly refusedInARow: number;
  readonly last: 'accepted' | 'rejected' | 'none';
}

/** GitHub Copilot's share (Ziegler et al. 2022, https://arxiv.org/abs/2205.06537, read on 2026-11-22): what is thought before anything is known. */
export const usualAcceptance = 0.27;

export const noPast: Past = { lately: usualAcceptance, usually: usualAcceptance, refusedInARow: 0, last: 'none' };

const mostInARow = 8;

export function pastAfter({ lately, usually, refusedInARow }: Past, isAccepted: boolean): Past {
  const taken = isAccepted ? 1 : 0;
  return {
    lately: lately + (taken - lately) / 5,
    usually: usually + (taken - usually) / 30,
    refusedInARow: isAccepted ? 0 : Math.min(mostInARow, refusedInARow + 1),
    last: isAccepted ? 'accepted' : 'rejected',
  };
}
