/** So many requests of a model and file type are all counted: by then the average follows only slowly. */
const firstSamples = 32;
/** After them one in so many. */
const oneIn = 16;
/** So many models and file types are told apart. */
const mostKinds = 1000;

/** Which requests' texts are worth counting, so that every model's tokenizer stays known at little work. */
export class SampleRation {
  readonly #seen = new Map<string, number>();

  /** To be asked once of each request. `fileType`: the editor's language id. */
  takes(endpoint: string, model: string, fileType: string): boolean {
    const key = `${endpoint}\n${model}\n${fileType}`;
    const seen = this.#seen.get(key) ?? 0;
    if (this.#seen.size >= mostKinds && seen === 0) this.#seen.clear();
    this.#seen.set(key, seen + 1);
    return seen < firstSamples || (seen - firstSamples) % oneIn === oneIn - 1;
  }
}
