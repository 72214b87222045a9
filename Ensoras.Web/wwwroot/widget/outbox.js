// Messages that the desk has not acknowledged. They leave in order, one at a time, and each keeps its client id for
// good.
import { backOff, Pause } from './pause.js';

const refusals = [400, 413, 422]; // the message itself is at fault: trying again would not help

export class Outbox {
  #store;
  #deliver;
  #changed;
  #ready;
  #running = false;
  #pause = new Pause();
  waiting = false;

  // deliver(item) sends one item or throws a Problem; changed() is called when what items() answers has changed;
  // ready() is waited for before each.
  constructor(store, deliver, changed, ready) {
    this.#store = store;
    this.#deliver = deliver;
    this.#changed = changed;
    this.#ready = ready;
  }

  items() {
    return this.#store.names('outbox:').map(name => this.#store.get(name)).filter(item => item?.clientId)
      .sort((a, b) => a.written - b.written);
  }

  add(text, page, files) {
    const written = performance.timeOrigin + performance.now();
    const item = { clientId: newId(), text, page, files, written };
    this.#store.set('outbox:' + item.clientId, item);
    this.#changed();
    this.run();
  }

  remove(clientId) {
    this.#store.set('outbox:' + clientId, null);
    this.#changed();
  }

  retry() {
    this.#pause.end();
    this.run();
  }

  async run() {
    if (this.#running) return;
    this.#running = true;
    let failures = 0;
    for (let item; (item = this.items().find(item => !item.refusal));) {
      await this.#ready();
      const wait = await alone(() => this.#attempt(item));
      this.waiting = wait !== null;
      this.#changed();
      if (this.waiting) await this.#pause.for(Math.max(wait, backOff(failures++)));
      else failures = 0;
    }
    this.#running = false;
  }

  // Answers null when the item is settled, else the milliseconds the desk asked to wait (0: it did not say).
  async #attempt({ clientId }) {
    const item = this.#store.get('outbox:' + clientId);
    if (!item) return null; // another tab has sent it meanwhile
    try {
      await this.#deliver(item);
      this.#store.set('outbox:' + clientId, null);
      return null;
    } catch (problem) {
      if (!refusals.includes(problem.status)) return problem.retryAfter ?? 0;
      this.#store.set('outbox:' + clientId, { ...item, refusal: problem.message });
      return null;
    }
  }
}

// One tab at a time, so that two tabs neither start two sessions nor overtake each other.
// Without TLS, or where storage is forbidden, there are no locks, and no other tab to share with either.
export async function alone(work) {
  let begun = false;
  try {
    return await navigator.locks.request('ensoras', () => { begun = true; return work(); });
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}

// randomUUID is missing on pages without TLS.
const newId = () => crypto.randomUUID?.() ?? '10000000-1000-4000-8000-100000000000'.replace(/[018]/g,
  digit => (digit ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> digit / 4).toString(16));
