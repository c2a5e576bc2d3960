// The part of the page that changes a picture: what is set, the picture before and after, and drawing by hand.
import { AttributeEditor } from './attributes.mjs';
import { latest } from './latest.mjs';
import { Pen } from './pen.mjs';
import { drawOne } from './picture.mjs';

const decimals = (share) => share.toFixed(3);

export class Change {
  /** What is shown: the picture, what it is asked to be, and what came of it. */
  shown = { row: null, edits: null };

  #ui;
  #editor;
  #marked;
  #pen;
  #edit;

  constructor(ui, report) {
    this.#ui = ui;
    this.#edit = latest(ui.change, report, () => this.#run());
    this.#pen = new Pen(ui.original, (picture) => this.#take({ features: picture, id: 0 }, 'A picture drawn by hand'));
    ui.wishes.addEventListener('change', this.#edit);
    ui.again.addEventListener('click', () => {
      if (this.shown.row) {
        this.shown.row.seed++;
        this.#edit();
      }
    });
    ui.empty.addEventListener('click', () => this.#pen.clear());
    ui.back.addEventListener('click', () => this.#showMarked());
  }

  /** The editor of a set, instead of the one before; without a path, none, and nothing is shown. */
  async open(path) {
    await this.#editor?.release();
    this.#editor = this.#marked = undefined;
    this.shown.row = null;
    this.#ui.change.hidden = true;
    if (!path) {
      return;
    }

    const editor = await AttributeEditor.load(path);
    this.#ui.wishes.replaceChildren(...editor.attributes.map(({ name, values }, k) => {
      const label = document.createElement('label'), select = document.createElement('select');
      select.id = `wish-${k}`;
      select.append(new Option('Keep', -1), ...values.map((value, index) => new Option(value, index)));
      label.append(`${name} `, select);
      return label;
    }));
    this.#editor = editor;
    this.#ui.change.hidden = false;
  }

  /** Takes the picture that is marked in the page, unless it has that already. */
  mark(picture, id, number) {
    const old = this.#marked;
    if (old?.id === id && old.number === number && old.picture.every((value, pixel) => value === picture[pixel])) {
      return;
    }

    this.#marked = { picture, id, number };
    this.#showMarked();
  }

  #showMarked() {
    if (this.#editor && this.#marked) {
      const { picture, id, number } = this.#marked;
      drawOne(this.#ui.original, picture);
      this.#pen.start(picture);
      this.#take({ features: picture, id }, `Picture ${number}`);
    }
  }

  #take(row, what) {
    this.#ui.original.setAttribute('aria-label', what);
    this.#ui['original-shown'].textContent = what;
    this.shown.row = { ...row, seed: 0 };
    this.#edit();
  }

  async #run() {
    const editor = this.#editor, { row } = this.shown;
    if (!editor || !row) {
      return;
    }

    const wishes = [...this.#ui.wishes.querySelectorAll('select')];
    const set = wishes.map((select) => Number(select.value)), started = performance.now();
    const edits = await editor.edit([{ ...row, set }]);
    const milliseconds = performance.now() - started;
    this.shown.edits = edits;
    drawOne(this.#ui.changed, edits.pictures);
    const asked = editor.attributes.flatMap(({ name, values }, k) => (set[k] < 0 ? [] : [`${name} ${values[set[k]]}`]));
    const { reached: [reached], kept: [kept], changedBits: [bits] } = edits;
    this.#ui.changed.setAttribute('aria-label', `The same picture with ${asked.join(', ') || 'nothing changed'}`);
    this.#ui['change-status'].textContent = asked.length === 0
      ? 'Nothing is set: the picture as its code shows it.'
      : `${asked.join(', ')}: reached with probability ${decimals(reached)}, the rest kept with ${decimals(kept)}; ` +
        `${bits} of ${editor.latents} bits changed, ${milliseconds.toFixed(0)} ms`;
  }
}
