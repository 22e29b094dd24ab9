/** A record with the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What of a file could be read, and where it stops being CSV. */
export interface CsvReading {
  readonly records: readonly CsvRecord[];
  readonly problem?: { readonly line: number; readonly message: string };
}

/** Reads RFC 4180, with either kind of line end. A file that was cut off in the middle of a record says so. */
export function readCsv(text: string): CsvReading {
  const records: CsvRecord[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const begun = line;
    const fields: string[] = [];
    for (;;) {
      const field = readField(text, at);
      if (!field)
        return { records, problem: { line: begun, message: 'a quote is opened and never closed: the file may have been cut off' } };
      fields.push(field.value);
      line += field.lineEnds;
      at = field.end;
      if (text[at] !== ',') break;
      at += 1;
    }
    const lineEnd = /^\r\n|^\n|^\r/.exec(text.slice(at, at + 2))?.[0];
    if (lineEnd === undefined && at < text.length) return { records, problem: { line, message: 'there is text behind a closing quote' } };
    records.push({ line: begun, fields });
    if (lineEnd === undefined)
      return { records, problem: { line: begun, message: 'the last line has no end: the file may have been cut off' } };
    at += lineEnd.length;
    line += 1;
  }
  return { records };
}

interface CsvField {
  readonly value: string;
  /** Behind its last character. */
  readonly end: number;
  readonly lineEnds: number;
}

function readField(text: string, at: number): CsvField | undefined {
  if (text[at] !== '"') {
    plainEnd.lastIndex = at;
    const end = plainEnd.exec(text)?.index ?? text.length;
    return { value: text.slice(at, end), end, lineEnds: 0 };
  }
  for (let quote = text.indexOf('"', at + 1); quote !== -1; quote = text.indexOf('"', quote + 2)) {
    if (text[quote + 1] === '"') continue;
    const quoted = text.slice(at + 1, quote);
    return { value: quoted.replaceAll('""', '"'), end: quote + 1, lineEnds: quoted.match(/\r\n|\n|\r/g)?.length ?? 0 };
  }
  return undefined;
}

const plainEnd = /[,\r\n]/g;
