// The editor by attributes: encoder, guided sampling and decoder, all in one ONNX graph.
import { Model } from './onnx.mjs';

const keep = -1;

export class AttributeEditor {
  #model;

  constructor(model) {
    this.#model = model;
    this.attributes = JSON.parse(model.metadata.attributes);
    this.latents = Number(model.metadata.latent_size);
  }

  static async load(path) {
    return new AttributeEditor(await Model.load(path));
  }

  /**
   * Edits rows: each depends on its own numbers alone.
   * @param rows [{ features, set, id, seed }]: a picture; of each attribute the index of the value that it is to have, or -1 to keep its
   *   own; row number and seed; numbers, or strings of numbers.
   * @returns pictures and bits (row by row), and for each row the probability that what is set is reached and that the rest is kept, and
   *   how many bits changed.
   */
  async edit(rows) {
    const int64 = (of) => ['int64', BigInt64Array.from(rows, (row) => BigInt(of(row))), 1];
    const size = rows[0].features.length, features = new Float32Array(rows.length * size);
    rows.forEach((row, k) => features.set(Float32Array.from(row.features), k * size));
    const feeds = { Features: ['float32', features, size], Id: int64((row) => row.id), Seed: int64((row) => row.seed) };
    this.attributes.forEach(({ name }, k) => {
      feeds[`Set_${name}`] = ['float32', Float32Array.from(rows, (row) => row.set[k] ?? keep), 1];
    });
    const { Edited: pictures, Bits: bits, Reached: reached, Kept: kept, ChangedBits: changedBits } = await this.#model.run(feeds);
    return { pictures, bits, reached, kept, changedBits };
  }

  async release() {
    await this.#model.release();
  }
}
