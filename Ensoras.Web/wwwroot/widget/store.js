// What must survive a reload, shared by the tabs of one visitor. Values are JSON.
export class Store {
  #prefix;
  #storage;

  // scope: the parts that tell one visitor of one project from another.
  constructor(...scope) {
    this.#prefix = ['ensoras', ...scope].map(encodeURIComponent).join(':') + ':';
    this.#storage = available();
  }

  get(name) {
    return JSON.parse(this.#storage.getItem(this.#prefix + name) ?? 'null');
  }

  set(name, value) {
    if (value == null) this.#storage.removeItem(this.#prefix + name);
    else this.#storage.setItem(this.#prefix + name, JSON.stringify(value));
  }

  names(beginning) {
    const all = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index));
    return all.filter(key => key.startsWith(this.#prefix + beginning)).map(key => key.slice(this.#prefix.length));
  }

  // Calls back with the name, the new value and the old one when another tab changed something.
  watch(changed) {
    addEventListener('storage', ({ key, newValue, oldValue }) => {
      if (key?.startsWith(this.#prefix)) changed(key.slice(this.#prefix.length), JSON.parse(newValue), JSON.parse(oldValue));
    });
  }
}

// A browser may forbid storage inside a frame; the chat then works until the page is left.
function available() {
  try {
    localStorage.setItem('ensoras', '');
    localStorage.removeItem('ensoras');
    return localStorage;
  } catch {
    const values = new Map();
    return {
      getItem: key => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: key => void values.delete(key),
      key: index => [...values.keys()][index],
      get length() { return values.size; },
    };
  }
}
