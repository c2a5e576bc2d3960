// The generator: a Boltzmann machine, its sampler and the decoder, all in one ONNX graph.
import { Model } from './onnx.mjs';

export class Generator {
  #model;

  constructor(model) {
    this.#model = model;
    this.classNames = JSON.parse(model.metadata.class_names ?? '[]');
    this.latents = Number(model.metadata.latent_size);
  }

  get version() {
    return this.#model.version;
  }

  static async load(path) {
    return new Generator(await Model.load(path));
  }

  /**
   * Draws rows: each depends on its own numbers alone, and has the same bits wherever it is drawn.
   * @param rows [{ class, id, seed, sweeps, beta }]: index into classNames, row number, seed, Gibbs sweeps, inverse temperature;
   *   numbers, or strings of numbers.
   * @returns bits, pictures (row by row) and energies.
   */
  async draw(rows) {
    const int64 = (of) => ['int64', BigInt64Array.from(rows, (row) => BigInt(of(row))), 1];
    const float = (of) => ['float32', Float32Array.from(rows, of), 1];
    const feeds = {
      Id: int64((row) => row.id),
      Seed: int64((row) => row.seed),
      Sweeps: int64((row) => row.sweeps),
      Beta: float((row) => row.beta),
    };
    if (this.#model.inputs.includes('Class')) {
      feeds.Class = float((row) => row.class);
    }

    const { Bits: bits, Features: pictures, Energy: energies } = await this.#model.run(feeds);
    return { bits, pictures, energies };
  }

  async release() {
    await this.#model.release();
  }
}
