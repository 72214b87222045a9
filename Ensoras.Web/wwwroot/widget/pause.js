// Waiting between attempts: longer each time, a little at random so that a restarted desk is not met by all at once.
const longest = 30000;

export const backOff = failures => Math.min(longest, 1000 * 2 ** failures) * (0.75 + Math.random() / 4);

// A wait that can be cut short, and is when the network returns or the visitor comes back.
export class Pause {
  #wake = () => {};

  constructor() {
    addEventListener('online', () => this.end());
    document.addEventListener('visibilitychange', () => document.hidden || this.end());
  }

  for(milliseconds) {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, Math.min(milliseconds, longest));
      this.#wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  end() {
    this.#wake();
  }
}

// Tries until the desk answers. A refusal that will stay one is thrown.
export async function untilAnswered(work) {
  const pause = new Pause();
  for (let failures = 0; ; failures++) {
    try {
      return await work();
    } catch (problem) {
      if (problem.isFinal) throw problem;
      await pause.for(Math.max(problem.retryAfter ?? 0, backOff(failures)));
    }
  }
}
