// Edits rows with ONNX Runtime for Node: node edit.mjs editor.onnx rows.json. Writes what came of them as JSON.
import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const [path, rowsPath] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(rowsPath));
const session = await ort.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });

const input = (type, values) => new ort.Tensor(type, values, [rows.length, values.length / rows.length]);
const int64 = (of) => input('int64', BigInt64Array.from(rows, (row) => BigInt(of(row))));
const float = (of) => input('float32', Float32Array.from(rows.flatMap(of)));
const feeds = { Features: float((row) => row.features), Id: int64((row) => row.id), Seed: int64((row) => row.seed) };
session.inputNames.filter((name) => name.startsWith('Set_')).forEach((name, k) => {
  feeds[name] = float((row) => row.set[k]);
});

const { Bits: bits, Reached: reached, ChangedBits: changedBits } = await session.run(feeds);
console.log(JSON.stringify({ bits: bits.data.join(''), reached: [...reached.data], changedBits: [...changedBits.data] }));
