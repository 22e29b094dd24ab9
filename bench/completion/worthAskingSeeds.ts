/**
 * Prints what asking only where it is worth it keeps and pays, seed by seed: `node bench/completion/worthAskingSeeds.ts FROM TO`. Seeds 101 to
 * 112 are for tuning, 113 to 120 to look whether that holds, all others for reporting. A simulation, like all of it.
 */
import { simulateWorth } from './worthAsking.ts';

const [from = 1, to = 20] = process.argv.slice(2).map(Number);

for (let seed = from; seed <= to; seed += 1) {
  const { simulated: _simulated, ...result } = simulateWorth({ users: 8, files: 24, seed, mode: 'balanced' });
  console.log(seed, JSON.stringify(result));
}
