import { RecentMap } from './recentMap.ts';

const mostTrusted = 500;
/** How much the last request says of how much of what it should hold a cache does hold. */
const rate = 0.2;

/** The share of what an automatic cache should have held that it did; by what is asked. */
export class Trust {
  readonly #shares = new RecentMap<string, number>(mostTrusted);

  in(name: string): number {
    return this.#shares.get(name) ?? 1;
  }

  learn(name: string, expectedTokens: number, readTokens: number): void {
    if (expectedTokens === 0) return;
    const before = this.in(name);
    this.#shares.set(name, before + rate * (Math.min(1, readTokens / expectedTokens) - before));
  }
}
