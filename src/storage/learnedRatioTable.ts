import { type LearnedRatio, learnRatio, type TokenSample } from '../core/tokens/index.ts';
import type { Row, Statements } from './statements.ts';

/** Takes the sample into what is stored. Belongs into a transaction, because other windows learn at the same time. */
export function learnTokens(statements: Statements, sample: TokenSample): void {
  const { endpoint, model, fileType } = sample;
  const [known] = statements
    .rows('SELECT * FROM learned_ratio WHERE endpoint = :endpoint AND model = :model AND file_type = :fileType', {
      endpoint,
      model,
      fileType,
    })
    .map(ratioOfRow);
  statements.run(
    `INSERT INTO learned_ratio (endpoint, model, file_type, ratio, samples, highest_tokens_per_byte)
     VALUES (:endpoint, :model, :fileType, :ratio, :samples, :highestTokensPerByte)
     ON CONFLICT DO UPDATE SET ratio = excluded.ratio, samples = excluded.samples, highest_tokens_per_byte = excluded.highest_tokens_per_byte`,
    { ...learnRatio(known, sample) },
  );
}

export function learnedRatios(statements: Statements): readonly LearnedRatio[] {
  return statements.rows('SELECT * FROM learned_ratio ORDER BY endpoint, model, file_type').map(ratioOfRow);
}

function ratioOfRow(row: Row): LearnedRatio {
  return {
    endpoint: String(row.endpoint),
    model: String(row.model),
    fileType: String(row.file_type),
    ratio: Number(row.ratio),
    samples: Number(row.samples),
    highestTokensPerByte: Number(row.highest_tokens_per_byte),
  };
}
