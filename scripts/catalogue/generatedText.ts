import type { GeneratedModel } from '../../src/core/catalogue/data/generatedModel.ts';
import type { PriceRow, TokenPrices } from '../../src/core/money/index.ts';
import { packageVersion } from './generatedModels.ts';

/** The file `src/core/catalogue/data/generated.ts`, the same bytes for the same rows. */
export function generatedText(models: readonly GeneratedModel[]): string {
  const sources = [...new Map(models.flatMap(({ prices }) => prices.map(({ source }) => [source.url, source]))).values()];
  const nameOf = ({ url }: PriceRow['source']): string => `source${sources.findIndex((source) => source.url === url) + 1}`;
  return [
    '// biome-ignore-all format: one price list a line reads as the table it is',
    `// Written by \`npm run catalogue\` from @pydantic/genai-prices ${packageVersion}; a test compares. What it lacks is in overlay/.`,
    "import type { GeneratedModel } from './generatedModel.ts';",
    '',
    ...sources.map((source) => `const ${nameOf(source)} = { url: ${quoted(source.url)}, readOn: ${quoted(source.readOn)} };`),
    '',
    '/** Nano-dollars per million tokens. */',
    'export const generated: readonly GeneratedModel[] = [',
    ...models.map((model) => modelText(model, nameOf)),
    '];',
    '',
  ].join('\n');
}

function modelText({ endpoint, id, contextTokens, prices }: GeneratedModel, nameOf: (source: PriceRow['source']) => string): string {
  const context = contextTokens === undefined ? '' : `, contextTokens: ${grouped(contextTokens)}`;
  const rows = prices.map(({ validFrom, source, longContext, hours, ...tokenPrices }) => {
    const cliffs = longContext?.map(
      (cliff) => `{ abovePromptTokens: ${grouped(cliff.abovePromptTokens)}, prices: { ${pricesText(cliff.prices)} } }`,
    );
    const above = cliffs ? `, longContext: [${cliffs.join(', ')}]` : '';
    const cheaper = hours?.map(
      ({ utcFromMinute, utcToMinute, prices: then }) =>
        `{ utcFromMinute: ${utcFromMinute}, utcToMinute: ${utcToMinute}, prices: { ${pricesText(then)} } }`,
    );
    const then = cheaper ? `, hours: [${cheaper.join(', ')}]` : '';
    return `    { validFrom: ${quoted(validFrom)}, source: ${nameOf(source)}, ${pricesText(tokenPrices)}${above}${then} },`;
  });
  return [`  { endpoint: ${quoted(endpoint)}, id: ${quoted(id)}${context}, prices: [`, ...rows, '  ] },'].join('\n');
}

const pricesText = (prices: TokenPrices): string =>
  Object.entries(prices)
    .map(([bucket, price]) => `${bucket}: ${grouped(price)}`)
    .join(', ');

const quoted = (text: string): string => `'${text}'`;
const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_');
