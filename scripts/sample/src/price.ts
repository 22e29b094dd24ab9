/** Money in whole cents, so that no sum is ever a hair off. */
export interface Price {
  readonly cents: number;
}

export function price(euros: number): Price {
  return { cents: Math.round(euros * 100) };
}

export function addPrices(left: Price, right: Price): Price {
  return { cents: left.cents + right.cents };
}

export function formatPrice({ cents }: Price): string {
  return `${(cents / 100).toFixed(2)} EUR`;
}
