// Waiting between attempts: longer each time, a little at random so that a restarted desk is not met by all at once.
export const backOff = failures => Math.min(30000, 1000 * 2 ** failures) * (0.75 + Math.random() / 4);

// A wait that can be cut short, and is when the network returns or the visitor comes back.
export class Pause {
  #wake = () => {};

  constructor() {
    addEventListener('online', () => this.end());
    document.addEventListener('visibilitychange', () => document.hidden || this.end());
  }

  for(milliseconds) {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  end() {
    this.#wake();
  }
}
