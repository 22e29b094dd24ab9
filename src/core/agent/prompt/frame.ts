import { stripInvisible } from '../../policy/index.ts';

/**
 * What somebody else wrote, framed so that a model can tell where it begins and ends. The text cannot close its frame: it may come from whoever wants
 * to be obeyed.
 */
export function framed(tag: 'attached' | 'instructions' | 'summary', attributes: Readonly<Record<string, string>>, text: string): string {
  const told = Object.entries(attributes).map(([name, value]) => ` ${name}=${JSON.stringify(stripInvisible(value))}`);
  return `<${tag}${told.join('')}>\n${stripInvisible(text).replace(/<(\/?)(attached|instructions|summary)\b/gi, '<$1 $2')}\n</${tag}>`;
}
