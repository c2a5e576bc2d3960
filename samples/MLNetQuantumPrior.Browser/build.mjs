// Puts beside the page what it loads: ONNX Runtime Web into site/vendor, models of this repository into site/models.
import { access, copyFile, mkdir, writeFile } from 'node:fs/promises';

const sets = [
  { name: 'mnist', title: 'Digits' },
  { name: 'fashion-mnist', title: 'Clothing' },
];
const runtime = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];

const from = new URL('node_modules/onnxruntime-web/dist/', import.meta.url);
const models = new URL('../../models/', import.meta.url);
const site = new URL('site/', import.meta.url);

await mkdir(new URL('vendor/', site), { recursive: true });
for (const file of runtime) {
  await copyFile(new URL(file, from), new URL(`vendor/${file}`, site));
}

await mkdir(new URL('models/', site), { recursive: true });
const found = [];
for (const set of sets) {
  const files = [`${set.name}.generator.onnx`, `${set.name}.decoder.onnx`];
  try {
    await Promise.all(files.map((file) => access(new URL(file, models))));
  } catch (error) {
    console.warn(`Without ${set.title}: ${error.message}`);
    continue;
  }

  const editor = `${set.name}.editor.onnx`, hasEditor = await access(new URL(editor, models)).then(() => true, () => false);
  const all = hasEditor ? [...files, editor] : files;
  await Promise.all(all.map((file) => copyFile(new URL(file, models), new URL(`models/${file}`, site))));
  found.push(hasEditor ? { ...set, editor: true } : set);
}

await writeFile(new URL('models/list.json', site), JSON.stringify(found) + '\n');
console.log(`site/ can be copied to any static host: ${found.map((set) => set.title).join(', ') || 'no models'}`);
