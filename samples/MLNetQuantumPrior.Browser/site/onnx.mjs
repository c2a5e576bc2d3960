// ONNX Runtime Web, and models as it runs them.

const files = { script: './vendor/ort.wasm.bundle.min.mjs', wasm: './vendor/ort-wasm-simd-threaded.wasm' };
let runtime, turn = Promise.resolve(); // one run at a time

/** The runtime, loaded once: WebAssembly on one thread, so that any static host will do (threads need special headers). */
function load() {
  return (runtime ??= import(files.script).then((ort) => {
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = { wasm: addressOf(files.wasm) };
    ort.env.wasm.proxy = true; // in a worker: the page stays usable while it draws
    return ort;
  }));
}

/** A model file with what it says about itself. */
export class Model {
  #ort;
  #session;

  constructor(ort, session, metadata) {
    this.#ort = ort;
    this.#session = session;
    this.metadata = metadata;
  }

  get inputs() {
    return this.#session.inputNames;
  }

  get version() {
    return this.#ort.env.versions.web;
  }

  /** Fetches and prepares a model. */
  static async load(path) {
    try {
      const [ort, response] = await Promise.all([load(), fetchFile(path)]);
      const file = new Uint8Array(await response.arrayBuffer()), metadata = metadataOf(file);
      return new Model(ort, await ort.InferenceSession.create(file), metadata);
    } catch (error) {
      await Promise.all(Object.values(files).map((needed) => fetchFile(needed, 'HEAD'))); // whose error says more
      throw error;
    }
  }

  /** Runs the model: by name, [type, numbers, columns] in, numbers out. The worker keeps what it is given, so it gets copies. */
  async run(feeds) {
    const tensors = Object.fromEntries(Object.entries(feeds).map(([name, [type, numbers, columns]]) =>
      [name, new this.#ort.Tensor(type, numbers.slice(), [numbers.length / columns, columns])]));
    const results = await (turn = turn.catch(() => {}).then(() => this.#session.run(tensors)));
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data]));
  }

  async release() {
    await this.#session.release();
  }
}

function addressOf(path) {
  return new URL(path, import.meta.url).href;
}

async function fetchFile(path, method = 'GET') {
  const response = await fetch(addressOf(path), { method }).catch((error) => {
    throw new Error(`${path}: ${error.message}`);
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${response.statusText}. 'npm ci' puts it there.`);
  }

  return response;
}

/**
 * The metadata of an ONNX file, which ONNX Runtime Web does not give: fields 14 of the outermost protobuf message, each a message of
 * key (1) and value (2).
 */
export function metadataOf(file) {
  const text = new TextDecoder();
  const entries = fieldsOf(file).filter((field) => field.number === 14).map((field) => {
    const parts = fieldsOf(field.bytes).map((part) => [part.number, text.decode(part.bytes)]);
    const { 1: key, 2: value } = Object.fromEntries(parts);
    return [key, value];
  });
  return Object.fromEntries(entries);
}

/** The fields of a protobuf message that are bytes, without what is in them. */
function fieldsOf(message) {
  const fields = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = message[at++];
      value += (byte & 127) * unit;
      if (!(byte & 128)) { // also where the message ends too soon
        return value;
      }
    }
  };
  while (at < message.length) {
    const tag = number(), kind = tag & 7;
    if (kind === 0) {
      number();
    } else if (kind === 2) {
      const length = number();
      fields.push({ number: Math.floor(tag / 8), bytes: message.subarray(at, at + length) });
      at += length;
    } else if (kind === 1 || kind === 5) {
      at += kind === 1 ? 8 : 4;
    } else {
      throw new Error('The file is not an ONNX file.');
    }
  }

  return fields;
}
