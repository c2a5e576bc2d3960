// Drawing a picture on a canvas with mouse, pen or finger.
import { drawOne } from './picture.mjs';

const radius = 0.9, edge = 1; // in pixels of the picture: full within the radius, fading over the edge

export class Pen {
  #canvas;
  #picture;
  #from;
  #drawn;

  /**
   * @param canvas shows a square picture.
   * @param drawn is called with the picture after each stroke.
   */
  constructor(canvas, drawn) {
    this.#canvas = canvas;
    this.#drawn = drawn;
    canvas.addEventListener('pointerdown', (event) => {
      if (this.#picture && event.button === 0) {
        canvas.setPointerCapture(event.pointerId);
        this.#from = this.#point(event);
        this.#lineTo(this.#from);
      }
    });
    canvas.addEventListener('pointermove', (event) => this.#from && this.#lineTo(this.#point(event)));
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, () => {
        if (this.#from) {
          this.#from = undefined;
          drawn(this.#picture.slice());
        }
      });
    }
  }

  /** Goes on from a picture. */
  start(picture) {
    this.#picture = Float32Array.from(picture);
  }

  /** An empty picture. */
  clear() {
    if (this.#picture) {
      this.#picture.fill(0);
      this.#show();
      this.#drawn(this.#picture.slice());
    }
  }

  #show() {
    drawOne(this.#canvas, this.#picture);
  }

  #point(event) {
    const scale = this.#canvas.width / this.#canvas.clientWidth;
    return [event.offsetX * scale, event.offsetY * scale];
  }

  #lineTo(to) {
    const [x0, y0] = this.#from, [x1, y1] = to, side = this.#canvas.width;
    const length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    this.#picture.forEach((value, pixel) => {
      const x = (pixel % side) + 0.5, y = Math.floor(pixel / side) + 0.5;
      const along = length2 === 0 ? 0 : ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2;
      const share = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0));
      this.#picture[pixel] = Math.max(value, Math.min(1, Math.max(0, (radius + edge - distance) / edge)));
    });
    this.#from = to;
    this.#show();
  }
}
