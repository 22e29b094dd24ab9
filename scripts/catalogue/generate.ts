/** `npm run catalogue`: writes the price lists that the built-in catalogue takes from `@pydantic/genai-prices`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedModels } from './generatedModels.ts';
import { generatedText } from './generatedText.ts';

const file = path.resolve(import.meta.dirname, '../../src/core/catalogue/data/generated.ts');
const models = generatedModels();
writeFileSync(file, generatedText(models));
console.log(`${models.length} models written to ${path.relative(process.cwd(), file)}`);
