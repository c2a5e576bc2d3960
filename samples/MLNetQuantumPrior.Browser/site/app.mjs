// The page: what is chosen, what is drawn, what is shown.
import { Change } from './change.mjs';
import { Editor, afterFlips } from './editor.mjs';
import { Generator } from './generator.mjs';
import { latest } from './latest.mjs';
import { Grid, drawCode, drawOne } from './picture.mjs';

const ui = Object.fromEntries([...document.querySelectorAll('[id]')].map((element) => [element.id, element]));

/** What the page shows now. */
export const shown = { rows: [], bits: null, pictures: null, grid: null, order: [], code: null };

const errors = new Map(), sets = new Map();
let generator, editor, from;

/** What changes a picture by what it shows. */
export const change = new Change(ui, report);

/** The models of a set, instead of those before. */
const open = latest(ui.pictures, report, async () => {
  const started = performance.now(), set = sets.get(ui.set.value), path = `./models/${set.name}`;
  await generator?.release();
  await editor?.release();
  generator = editor = from = undefined;
  generator = await Generator.load(`${path}.generator.onnx`);
  const names = generator.classNames;
  ui.class.replaceChildren(new Option('All in turn', ''), ...names.map((name, k) => new Option(name, k)));
  ui.target.replaceChildren(...names.map((name, k) => new Option(name, k)));
  ui.target.selectedIndex = Math.min(1, names.length - 1);
  const loaded = (performance.now() - started) / 1000;
  await draw();
  ui.status.textContent += `. ONNX Runtime Web ${generator.version}, loaded in ${loaded.toFixed(1)} s`;
  editor = await Editor.load(`${path}.decoder.onnx`);
  try {
    await change.open(set.editor ? `${path}.editor.onnx` : null);
  } finally {
    plan(); // the rest of the page works without
  }
});

/** Draws what is chosen. */
async function draw() {
  if (!generator || !ui.controls.reportValidity()) {
    return;
  }

  const rows = rowsChosen(), started = performance.now();
  const drawn = await generator.draw(rows);
  const milliseconds = performance.now() - started;
  const grid = new Grid(rows.length, drawn.pictures.length / rows.length);
  grid.draw(ui.grid, drawn.pictures);
  Object.assign(shown, { rows, grid, ...drawn });
  ui.grid.setAttribute('aria-label', `${rows.length} generated pictures: ${ui.class.selectedOptions[0].text}`);
  ui.status.textContent = `${rows.length} ${rows.length === 1 ? 'picture' : 'pictures'} in ${milliseconds.toFixed(0)} ms`;
  ui.picture.max = rows.length;
  ui.picture.value = Math.min(ui.picture.value, rows.length);
  ui.download.disabled = false;
  mark();
}

function rowsChosen() {
  const count = ui.count.valueAsNumber, first = ui.first.valueAsNumber, classes = generator.classNames.length;
  return Array.from({ length: count }, (_, k) => ({
    class: ui.class.value === '' ? (first + k) % classes : Number(ui.class.value),
    id: first + k,
    seed: ui.seed.valueAsNumber,
    sweeps: ui.sweeps.valueAsNumber,
    beta: 1 / ui.temperature.valueAsNumber,
  }));
}

/** Finds the way from the marked picture to another class. */
const plan = latest(ui.editor, report, async () => {
  if (!editor || !shown.bits) {
    return;
  }

  const index = ui.picture.valueAsNumber - 1, row = shown.rows[index];
  if (!row) {
    return;
  }

  mark();
  const size = shown.pictures.length / shown.rows.length;
  change.mark(shown.pictures.slice(index * size, (index + 1) * size), row.id, index + 1);
  from = shown.bits.slice(index * generator.latents, (index + 1) * generator.latents);
  const { bits: to } = await generator.draw([{ ...row, class: Number(ui.target.value), id: row.id + 1 }]);
  shown.order = await editor.orderOfFlips(from, to);
  ui.flips.max = shown.order.length;
  ui.flips.value = 0;
  await showFlips();
});

/** Shows the picture after as many flips as the slider says. */
async function showFlips() {
  if (!editor || !from) {
    return;
  }

  shown.code = afterFlips(from, shown.order, ui.flips.valueAsNumber);
  ui['flips-shown'].textContent = `${ui.flips.value} of ${shown.order.length}`;
  drawOne(ui.edited, await editor.decode(shown.code));
  drawCode(ui.code, shown.code, from);
}

const flip = latest(ui.editor, report, showFlips);

const generate = latest(ui.pictures, report, async () => {
  await draw();
  plan();
});

/** Shows which picture is marked. */
function mark() {
  const index = ui.picture.valueAsNumber - 1, { grid } = shown;
  ui.mark.hidden = !grid || !(index >= 0 && index < grid.count);
  if (!ui.mark.hidden) {
    const scale = ui.grid.clientWidth / grid.width, { x, y } = grid.corner(index);
    ui.mark.style.left = `${ui.grid.offsetLeft + x * scale - 2}px`;
    ui.mark.style.top = `${ui.grid.offsetTop + y * scale - 2}px`;
    ui.mark.style.width = ui.mark.style.height = `${grid.side * scale + 4}px`;
  }
}

/** Shows the error of a piece of work until that succeeds. */
function report(work, error) {
  errors.set(work, error);
  const first = [...errors.values()].find(Boolean);
  ui.error.hidden = !first;
  ui.error.textContent = first?.message ?? '';
  if (error) {
    ui.status.textContent = '';
    console.error(error);
  }
}

function download() {
  const link = document.createElement('a');
  link.href = ui.grid.toDataURL();
  link.download = `${ui.set.value}-seed-${ui.seed.value}.png`;
  link.click();
}

ui.controls.addEventListener('submit', (event) => {
  event.preventDefault();
  generate();
});
ui.controls.addEventListener('change', (event) => (event.target === ui.set ? open() : generate()));
ui.temperature.addEventListener('input', () => {
  ui['temperature-shown'].textContent = ui.temperature.valueAsNumber.toFixed(2);
});
ui.next.addEventListener('click', () => {
  ui.first.value = ui.first.valueAsNumber + ui.count.valueAsNumber;
  generate();
});
ui.download.addEventListener('click', download);
ui.grid.addEventListener('click', (event) => {
  const scale = shown.grid ? shown.grid.width / ui.grid.clientWidth : 1;
  const index = shown.grid?.indexAt(event.offsetX * scale, event.offsetY * scale);
  if (index != null) {
    ui.picture.value = index + 1;
    plan();
  }
});
ui.picture.addEventListener('change', plan);
ui.target.addEventListener('change', plan);
ui.flips.addEventListener('input', flip);
window.addEventListener('resize', mark);

const fill = latest(ui.pictures, report, async () => {
  const response = await fetch('./models/list.json');
  const found = response.ok ? await response.json() : [];
  if (found.length === 0) {
    throw new Error("models/list.json names no model. Run 'npm ci' beside the page's folder.");
  }

  found.forEach((set) => sets.set(set.name, set));
  ui.set.replaceChildren(...found.map((set) => new Option(set.title, set.name)));
  await open();
});
fill();
