import type { GgufTensor } from './ggufWriter.ts';

/** The shape of the hand-made transformer. Its parts are explained in `copyModel.ts`. */
export const shape = { width: 544, heads: 3, headLength: 296, feedForward: 576, layers: 3, contextLength: 8192, ropeBase: 1e12 } as const;

const headsWidth = shape.heads * shape.headLength;

/** A weight matrix that starts at zero: row = what comes out, column = what goes in. */
export class Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.data = new Float32Array(rows * columns);
  }

  add(row: number, column: number, weight: number): void {
    const index = row * this.columns + column;
    this.data[index] = (this.data[index] ?? 0) + weight;
  }

  /** Adds `weight` on a diagonal: input `column + i` goes to output `row + i`. */
  addDiagonal(row: number, column: number, length: number, weight: number): void {
    for (let index = 0; index < length; index++) this.add(row + index, column + index, weight);
  }
}

/** One transformer layer of the llama architecture, all weights zero: it changes nothing until some are written. */
export class Layer {
  readonly query = new Matrix(headsWidth, shape.width);
  readonly key = new Matrix(headsWidth, shape.width);
  readonly value = new Matrix(headsWidth, shape.width);
  readonly attentionOutput = new Matrix(shape.width, headsWidth);
  readonly gate = new Matrix(shape.feedForward, shape.width);
  readonly up = new Matrix(shape.feedForward, shape.width);
  readonly down = new Matrix(shape.width, shape.feedForward);

  tensors(index: number): readonly GgufTensor[] {
    const name = (part: string): string => `blk.${index}.${part}.weight`;
    return [
      normTensor(name('attn_norm')),
      matrixTensor(name('attn_q'), this.query),
      matrixTensor(name('attn_k'), this.key),
      matrixTensor(name('attn_v'), this.value),
      matrixTensor(name('attn_output'), this.attentionOutput),
      normTensor(name('ffn_norm')),
      matrixTensor(name('ffn_gate'), this.gate),
      matrixTensor(name('ffn_up'), this.up),
      matrixTensor(name('ffn_down'), this.down),
    ];
  }
}

export function matrixTensor(name: string, matrix: Matrix): GgufTensor {
  return { name, dimensions: [matrix.columns, matrix.rows], data: matrix.data, precision: 'f16' };
}

export function normTensor(name: string): GgufTensor {
  return { name, dimensions: [shape.width], data: new Float32Array(shape.width).fill(1), precision: 'f32' };
}
