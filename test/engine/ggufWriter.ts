/**
 * Writes the GGUF v3 format of llama.cpp: a header, typed key-value pairs, descriptions of the tensors, then their data, 32-byte aligned.
 * Only what the copy model needs. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export type GgufValue =
  | { readonly type: 'u32' | 'i32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'i32s'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] };

export interface GgufTensor {
  readonly name: string;
  /** Innermost first, which for a weight matrix means [columns, rows]. */
  readonly dimensions: readonly number[];
  readonly data: Float32Array;
  /** llama.cpp wants its norms in f32; everything else is stored in half the bytes. */
  readonly precision: 'f16' | 'f32';
}

const alignment = 32;
const typeCodes = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
const precisionCodes = { f32: 0, f16: 1 } as const;

export function encodeGguf(metadata: ReadonlyMap<string, GgufValue>, tensors: readonly GgufTensor[]): Buffer {
  const blobs = tensors.map(encodeTensorData);
  const header: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.size)];
  for (const [key, value] of metadata) header.push(text(key), encodeValue(value));
  let offset = 0;
  for (const [index, tensor] of tensors.entries()) {
    const dimensions = tensor.dimensions.map(u64);
    header.push(text(tensor.name), u32(dimensions.length), ...dimensions, u32(precisionCodes[tensor.precision]), u64(offset));
    offset += blobs[index]?.length ?? 0;
  }
  return Buffer.concat([padded(Buffer.concat(header)), ...blobs]);
}

function encodeValue(entry: GgufValue): Buffer {
  switch (entry.type) {
    case 'strings':
      return Buffer.concat([u32(typeCodes.array), u32(typeCodes.string), u64(entry.value.length), ...entry.value.map(text)]);
    case 'i32s':
      return Buffer.concat([u32(typeCodes.array), u32(typeCodes.i32), u64(entry.value.length), ...entry.value.map(i32)]);
    case 'string':
      return Buffer.concat([u32(typeCodes.string), text(entry.value)]);
    case 'bool':
      return Buffer.concat([u32(typeCodes.bool), Buffer.from([entry.value ? 1 : 0])]);
    case 'u32':
      return Buffer.concat([u32(typeCodes.u32), u32(entry.value)]);
    case 'i32':
      return Buffer.concat([u32(typeCodes.i32), i32(entry.value)]);
    case 'f32':
      return Buffer.concat([u32(typeCodes.f32), f32(entry.value)]);
  }
}

function encodeTensorData(tensor: GgufTensor): Buffer {
  const numbers = tensor.precision === 'f32' ? tensor.data : halfPrecisions(tensor.data);
  return padded(Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}

/** Nearly all weights are zero, and so is the new array: those are passed over. */
function halfPrecisions(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value) halves[index] = halfPrecision(value);
  }
  return halves;
}

const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** The 16 bits of the IEEE half nearest to `value`. Too large becomes infinity, too small becomes zero or a subnormal. */
function halfPrecision(value: number): number {
  floatView[0] = value;
  const bits = bitsView[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (exponent < -10) return sign;
  if (exponent <= 0) return sign | ((((mantissa | 0x800000) >>> (1 - exponent)) + 0x1000) >>> 13);
  if (exponent >= 31) return sign | 0x7c00;
  return sign + ((exponent << 10) | (mantissa >>> 13)) + ((mantissa >>> 12) & 1);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
