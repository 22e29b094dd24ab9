import { findProvider, type MatchLogic } from '@pydantic/genai-prices';
import { exactIds, type GenaiMatch } from '../../src/core/catalogue/refresh/exactIds.ts';
import { genaiProviders } from '../../src/core/catalogue/refresh/genaiProviders.ts';
import { packageVersion } from './generatedModels.ts';
import { selections } from './selection.ts';

/** The file `src/core/catalogue/refresh/passedOver.ts`: what the collection had and the catalogue was made without is no news later. */
export function passedOverText(): string {
  const lines = genaiProviders
    .filter(({ endpoint }) => endpoint !== 'openrouter')
    .map(({ endpoint, providerId }) => {
      const held = new Set(selections.find((selection) => selection.endpoint === endpoint)?.ids);
      const models = findProvider({ providerId })?.models ?? [];
      const ids = models.flatMap(({ id, match }: { id: string; match: MatchLogic }) => {
        const exact = exactIds({ id, match: match as GenaiMatch });
        return exact.some((one) => held.has(one)) ? [] : [id];
      });
      return `  '${providerId}': [${ids.map((id) => `'${id}'`).join(', ')}],`;
    });
  return [
    '// biome-ignore-all format: one provider a line',
    `// Written by \`npm run catalogue\` from @pydantic/genai-prices ${packageVersion}; a test compares.`,
    '',
    '/** By provider, the models of the collection that the catalogue was made without. */',
    'export const passedOver: Readonly<Record<string, readonly string[]>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
