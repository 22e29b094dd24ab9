import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { areMissing, unlessMissing } from '../openaiCompatible/recordedStreams.ts';
import { folder } from './played.ts';

describe.skipIf(areMissing)(`Each recorded stream${unlessMissing}`, () => {
  it('has a test here that names it', () => {
    const tests = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
    const words = tests.map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8')).join('\n');
    const recordings = readdirSync(folder);
    expect(recordings.filter((file) => !words.includes(`'${file}'`))).toEqual([]);
    expect(recordings.length).toBeGreaterThan(0);
  });
});
