import type { Overlay } from '../overlayRow.ts';
import { anthropic } from './anthropic.ts';
import { deepseek } from './deepseek.ts';
import { gemini } from './gemini.ts';
import { groq } from './groq.ts';
import { mistral } from './mistral.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import { qwen } from './qwen.ts';
import { together } from './together.ts';
import { xai } from './xai.ts';

/** Of two models that a selection holds for equal, the one named first is asked. */
export const overlays: readonly Overlay[] = [anthropic, openai, deepseek, gemini, mistral, qwen, groq, together, xai, openrouter];
