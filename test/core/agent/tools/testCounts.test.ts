import { describe, expect, it } from 'vitest';
import { testCountsIn } from '../../../../src/core/agent/tools/index.ts';

/** As the programs write them, shortened. */
const outputs: readonly (readonly [string, string, number, number])[] = [
  ['Vitest', ' Test Files  1 failed | 3 passed (4)\n      Tests  2 failed | 10 passed (12)\n   Start at  10:00:00', 2, 10],
  ['Jest', 'Test Suites: 1 failed, 1 total\nTests:       1 failed, 2 skipped, 10 passed, 13 total\nSnapshots:   0 total', 1, 10],
  ['Mocha', '  Array\n    ✔ works\n\n  10 passing (5ms)\n  2 failing\n', 2, 10],
  ['node:test, spec', 'ℹ tests 3\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\n', 1, 2],
  ['node:test, TAP', 'TAP version 13\n# tests 3\n# pass 3\n# fail 0\n# cancelled 0\n', 0, 3],
  ['Bun', ' 3 pass\n 1 fail\n 4 expect() calls\n', 1, 3],
  ['pytest', '=========== 1 failed, 3 passed, 2 skipped, 1 error in 0.12s ===========', 2, 3],
  ['pytest -q', 'F...\n1 failed, 3 passed in 0.12s\n', 1, 3],
  ['unittest', 'Ran 5 tests in 0.001s\n\nFAILED (failures=1, errors=1)\n', 2, 3],
  ['unittest, all well', 'Ran 1 test in 0.000s\n\nOK\n', 0, 1],
  ['go', '--- FAIL: TestSum (0.00s)\nFAIL\nFAIL\texample.com/sum\t0.002s\nok  \texample.com/other\t0.001s\n', 1, 1],
  ['cargo', 'test result: ok. 5 passed; 0 failed; 0 ignored\ntest result: FAILED. 1 passed; 2 failed; 0 ignored\n', 2, 6],
  ['two programs in a row', '      Tests  3 passed (3)\n1 failed, 3 passed in 0.12s\n', 1, 6],
];

describe('Tests are counted as the reporter says', () => {
  it.each(outputs)('%s', (_, output, failed, passed) => {
    expect(testCountsIn(output)).toEqual({ failed, passed });
  });

  it('and nothing is counted where no reporter speaks', () => {
    expect(testCountsIn('All good!\n12 passed the door\n')).toBeUndefined();
  });
});
