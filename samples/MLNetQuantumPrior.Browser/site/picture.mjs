// Pictures on canvases: square ones, 0 black to 1 white.

const gap = 1;

/** A grid of pictures, row by row. */
export class Grid {
  constructor(count, pixels) {
    this.side = Math.round(Math.sqrt(pixels));
    if (this.side ** 2 !== pixels) {
      throw new Error(`Pictures: expected a model of square ones, got one of ${pixels} features.`);
    }

    this.count = count;
    this.columns = Math.ceil(Math.sqrt(count));
    this.rows = Math.ceil(count / this.columns);
    this.step = this.side + gap;
    this.width = this.columns * this.step - gap;
    this.height = this.rows * this.step - gap;
  }

  /** The upper left corner of a picture. */
  corner(index) {
    return { x: (index % this.columns) * this.step, y: Math.floor(index / this.columns) * this.step };
  }

  /** The picture at a point; null where there is none. */
  indexAt(x, y) {
    const index = Math.floor(y / this.step) * this.columns + Math.floor(x / this.step);
    return x >= 0 && x < this.width && y >= 0 && index >= 0 && index < this.count ? index : null;
  }

  draw(canvas, pictures) {
    canvas.width = this.width;
    canvas.height = this.height;
    const context = canvas.getContext('2d');
    const size = this.side * this.side;
    for (let index = 0; index < this.count; index++) {
      const { x, y } = this.corner(index);
      context.putImageData(image(pictures.subarray(index * size, (index + 1) * size), this.side), x, y);
    }
  }
}

/** Draws one picture over a whole canvas. */
export function drawOne(canvas, picture) {
  new Grid(1, picture.length).draw(canvas, picture);
}

/** Draws a code as squares, 1 white, with those bits in colour that differ from another code. */
export function drawCode(canvas, bits, other) {
  const columns = Math.ceil(Math.sqrt(bits.length)), context = canvas.getContext('2d');
  canvas.width = columns;
  canvas.height = Math.ceil(bits.length / columns);
  bits.forEach((bit, k) => {
    const shades = bit === other[k] ? ['#20242c', '#e8eaf0'] : ['#7a3b10', '#ffa04d'];
    context.fillStyle = shades[bit];
    context.fillRect(k % columns, Math.floor(k / columns), 1, 1);
  });
}

function image(values, side) {
  const data = new ImageData(side, side);
  values.forEach((value, pixel) => {
    const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
    data.data.set([grey, grey, grey, 255], 4 * pixel);
  });
  return data;
}
