// Draws rows with ONNX Runtime for Node: node draw.mjs generator.onnx rows.json [times]. Writes what it drew and how long it took as JSON.
import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const [path, rowsPath, times = '1'] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(rowsPath));
const session = await ort.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });

const column = (type, values) => new ort.Tensor(type, values, [rows.length, 1]);
const int64 = (of) => column('int64', BigInt64Array.from(rows, (row) => BigInt(of(row))));
const float = (of) => column('float32', Float32Array.from(rows, of));
const feeds = {
  Class: float((row) => row.class),
  Id: int64((row) => row.id),
  Seed: int64((row) => row.seed),
  Sweeps: int64((row) => row.sweeps),
  Beta: float((row) => row.beta),
};

let drawn;
const milliseconds = [];
for (let time = 0; time < Number(times); time++) {
  const started = performance.now();
  drawn = await session.run(feeds);
  milliseconds.push(performance.now() - started);
}

const bits = Array.from(drawn.Bits.data, (bit) => (Number.isNaN(bit) ? '-' : bit)).join('');
console.log(JSON.stringify({ bits, energies: [...drawn.Energy.data], milliseconds }));
