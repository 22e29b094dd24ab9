/** `npm run catalogue`: writes the price lists that the built-in catalogue takes from `@pydantic/genai-prices`, and what it leaves out. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedModels } from './generatedModels.ts';
import { generatedText } from './generatedText.ts';
import { passedOverText } from './passedOverText.ts';

const catalogue = path.resolve(import.meta.dirname, '../../src/core/catalogue');
const models = generatedModels();
writeFileSync(path.join(catalogue, 'data/generated.ts'), generatedText(models));
writeFileSync(path.join(catalogue, 'refresh/passedOver.ts'), passedOverText());
console.log(`${models.length} models written to src/core/catalogue`);
