import { isDark, turned } from "./dark.js";

// Frames that the page holds: shared by all explorers, hence on the page and not in this module.

const MEMORY = 256e6; // bytes of decoded frames, over all explorers of the page

// Frames by key, the least recently used first.
class Store {
  frames = new Map(); // key -> {bitmap, dark, bytes, below, text, values}
  bytes = 0;

  get(key) {
    const frame = this.frames.get(key);
    if (frame) {
      this.frames.delete(key);
      this.frames.set(key, frame);
    }
    return frame;
  }

  put(key, frame) {
    this.drop(key);
    this.frames.set(key, frame);
    this.bytes += 4 * frame.bitmap.width * frame.bitmap.height;
    for (const oldest of this.frames.keys()) {
      if (this.bytes <= MEMORY || oldest === key) break;
      this.drop(oldest);
    }
  }

  drop(key) {
    const frame = this.frames.get(key);
    if (!frame) return;
    this.frames.delete(key);
    this.bytes -= 4 * frame.bitmap.width * frame.bitmap.height;
    frame.bitmap.close();
  }

  dropAll(prefix) {
    for (const key of [...this.frames.keys()]) if (key.startsWith(prefix)) this.drop(key);
  }
}
export const store = (globalThis[Symbol.for("course.frames")] ??= new Store());


// A picture; one that holds only what differs from the bitmap `below` is laid over it.
export async function decode(bytes, below) {
  const picture = await createImageBitmap(new Blob([bytes]));
  if (!below) return picture;
  const both = new OffscreenCanvas(below.width, below.height);
  const context = both.getContext("2d", { alpha: false });
  context.drawImage(below, 0, 0);
  context.drawImage(picture, 0, 0);
  return both.transferToImageBitmap();
}

// What is to be drawn of a frame, in the colours of the page as it is now.
export async function seen(bytes, below) {
  const dark = isDark();
  const bitmap = await decode(bytes, below);
  return { bitmap: dark ? turned(bitmap) : bitmap, dark };
}
