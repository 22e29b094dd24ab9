import { seededRandom } from '../../../src/core/replay/index.ts';

/**
 * Outcomes of 24 models on 500 tasks of 12 repositories, as of agents on real issues: a task has a difficulty that all models feel, a model
 * a strength that its price buys at a falling rate, long ways cost more, and some tasks nobody solves. Invented numbers, the same for the
 * same seed.
 */
export function manyModels(seed: number, { models = 24, tasks = 500, groups = 12 } = {}): string {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const agents = Array.from({ length: models }, (_, index) => ({
    model: `agent-${index}`,
    strength: -1.6 + (2.2 * index) / models + 0.6 * normal(),
    usd: 0.02 * 1.2 ** index,
  }));
  const lines = Array.from({ length: tasks }, (_, index) => {
    const isHopeless = random() < 0.15;
    const difficulty = isHopeless ? 9 : 1.3 * normal();
    const task = { task: `task-${index}`, kind: 'agent.step', group: `repository-${Math.floor(random() * groups)}` };
    const prompt = 'word '.repeat(20 + Math.floor(random() * 200));
    return agents.map(({ model, strength, usd }) => {
      const useful = strength - difficulty + 0.8 * normal() > 0;
      const costUsd = Number((usd * Math.exp(0.25 * Math.min(difficulty, 3) + 0.4 * normal())).toFixed(6));
      return JSON.stringify({ ...task, prompt, model, useful, costUsd, seconds: Math.round(costUsd * 300) });
    });
  });
  return `${lines.flat().join('\n')}\n`;
}
