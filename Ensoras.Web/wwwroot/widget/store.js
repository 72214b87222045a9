// What must survive a reload, shared by the tabs of one visitor. Values are JSON. A browser that forbids storage, or
// has no room left, keeps what it can: the rest lives as long as the page, and the callers of onLoss are told.
const kept = new Map(); // what the browser would not store; null stands for removed
let told = () => {};

export class Store {
  #prefix;

  // scope: the parts that tell one visitor of one project from another.
  constructor(...scope) {
    this.#prefix = ['ensoras', ...scope].map(encodeURIComponent).join(':') + ':';
  }

  get(name) {
    const key = this.#prefix + name;
    return kept.has(key) ? kept.get(key) : parse(attempt(() => localStorage.getItem(key)));
  }

  set(name, value) {
    write(this.#prefix + name, value ?? null);
    for (const [key, waiting] of kept) if (!write(key, waiting)) break; // there may be room again
    told(kept.size > 0);
  }

  names(beginning) {
    const stored = attempt(() => Object.keys(localStorage)) ?? [];
    return [...new Set([...stored, ...kept.keys()])]
      .filter(key => key.startsWith(this.#prefix + beginning)).map(key => key.slice(this.#prefix.length));
  }

  // What another store holds becomes this one's, but for what is being written here.
  takeAll(other) {
    for (const name of other.names('')) {
      const value = other.get(name);
      other.set(name, null); // first, as there may be no room for both
      if (['session', 'read'].includes(name) || this.get(name) === null) this.set(name, value);
    }
  }

  // Calls back with the name, the new value and the old one when another tab changed something.
  watch(changed) {
    addEventListener('storage', ({ key, newValue, oldValue }) => {
      if (key?.startsWith(this.#prefix)) changed(key.slice(this.#prefix.length), parse(newValue), parse(oldValue));
    });
  }
}

// Calls back now and on every change with whether a reload would lose something.
export function onLoss(tell) {
  told = tell;
  tell(!attempt(() => { localStorage.setItem('ensoras', ''); localStorage.removeItem('ensoras'); return true; }) || kept.size > 0);
}

// Answers whether the browser stored it.
function write(key, value) {
  const stored = attempt(() => {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  });
  if (stored) kept.delete(key);
  else {
    kept.set(key, value);
    attempt(() => localStorage.removeItem(key)); // what is there is old, and must not come back
  }
  return Boolean(stored);
}

function attempt(use) {
  try {
    return use();
  } catch {
    return null;
  }
}

// What somebody else wrote there, or half of something, counts as nothing.
function parse(json) {
  return attempt(() => JSON.parse(json ?? 'null'));
}
