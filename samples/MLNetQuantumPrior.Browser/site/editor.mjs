// From one picture to another, a bit of the code at a time.
import { Model } from './onnx.mjs';

export class Editor {
  #decoder;
  #latents;

  constructor(decoder) {
    this.#decoder = decoder;
    this.#latents = Number(decoder.metadata.latent_size);
  }

  static async load(path) {
    return new Editor(await Model.load(path));
  }

  /** The pictures of codes, row by row. */
  async decode(bits) {
    return (await this.#decoder.run({ Bits: ['float32', bits, this.#latents] })).Features;
  }

  /**
   * In which order to flip the bits in which two codes differ. At each step, the bit is taken whose picture lies nearest to the blend of
   * both pictures at that step, so that the change is gradual and what lies between still comes out of the decoder.
   */
  async orderOfFlips(from, to) {
    const latents = this.#latents;
    const start = await this.decode(from), end = await this.decode(to);
    const left = [...from.keys()].filter((bit) => from[bit] !== to[bit]);
    const count = left.length, order = [];
    const code = Float32Array.from(from);
    while (left.length > 0) {
      const tried = new Float32Array(left.length * latents);
      left.forEach((bit, k) => {
        tried.set(code, k * latents);
        tried[k * latents + bit] = to[bit];
      });
      const share = (order.length + 1) / count;
      const blend = start.map((value, pixel) => value + share * (end[pixel] - value));
      const nearest = indexOfNearest(await this.decode(tried), blend);
      const [bit] = left.splice(nearest, 1);
      code[bit] = to[bit];
      order.push(bit);
    }

    return order;
  }

  async release() {
    await this.#decoder.release();
  }
}

/** The code after the first flips of an order. */
export function afterFlips(from, order, flips) {
  const code = Float32Array.from(from);
  for (const bit of order.slice(0, flips)) {
    code[bit] = 1 - code[bit];
  }

  return code;
}

function indexOfNearest(pictures, wanted) {
  let best = 0, least = Infinity;
  for (let row = 0; row * wanted.length < pictures.length; row++) {
    let distance = 0;
    for (let pixel = 0; pixel < wanted.length; pixel++) {
      distance += (pictures[row * wanted.length + pixel] - wanted[pixel]) ** 2;
    }

    if (distance < least) {
      [best, least] = [row, distance];
    }
  }

  return best;
}
