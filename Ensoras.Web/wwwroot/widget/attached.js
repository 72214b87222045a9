// What the visitor attaches: uploaded at once, one after the other, and kept beside the draft until it is sent.
import { text } from './text.js';

const most = 10;
const mostBytes = 10485760;

export class Attached {
  #list;
  #store;
  #desk;
  #changed;
  #items;
  #running = false;
  #problem = '';

  // desk.upload(file) answers what was stored, desk.remove(id) forgets it; changed(problem) is called when anything
  // has changed.
  constructor(form, store, desk, changed) {
    const picker = form.querySelector('#picker');
    this.#list = form.querySelector('#attached');
    this.#store = store;
    this.#desk = desk;
    this.#changed = changed;
    this.#items = this.#stored();
    form.querySelector('#attach').onclick = () => picker.click();
    picker.onchange = () => { this.add([...picker.files]); picker.value = ''; };
    form.addEventListener('paste', event => {
      const { files, types } = event.clipboardData;
      if (!files.length || types.includes('text/plain')) return;
      event.preventDefault();
      this.add([...files]);
    });
    for (const name of ['dragover', 'drop']) {
      addEventListener(name, event => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        if (name === 'drop') this.add([...event.dataTransfer.files]);
      });
    }
    this.#draw();
  }

  get files() { return this.#items.filter(item => item.id); }
  get count() { return this.#items.length; }
  get busy() { return this.#items.some(item => !item.id); }

  // Hands over what is stored.
  take() {
    const { files } = this;
    this.#items = this.#items.filter(item => !item.id);
    this.#problem = '';
    this.#draw();
    return files;
  }

  restore(files) {
    this.#items.unshift(...files);
    this.#draw();
  }

  // The store has become another one.
  reload() {
    if (!this.#items.length) this.restore(this.#stored());
  }

  add(files) {
    this.#problem = '';
    for (const file of files) {
      if (!file.size) this.#problem = text('emptyFile', { name: file.name });
      else if (file.size > mostBytes) this.#problem = text('bigFile', { name: file.name });
      else if (this.#items.length >= most) this.#problem = text('tooManyFiles', { count: most });
      else this.#items.push({ file, name: file.name });
    }
    this.#draw();
    this.#run();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let item; (item = this.#items.find(each => !each.id));) {
      try {
        const stored = await this.#desk.upload(item.file);
        if (this.#items.includes(item)) Object.assign(item, stored, { file: undefined });
        else this.#desk.remove(stored.id);
      } catch (error) {
        this.#problem = text('notAttached', { name: item.name, reason: error.message });
        this.#drop(item);
      }
      this.#draw();
    }
    this.#running = false;
  }

  #stored() { return [this.#store.get('files') ?? []].flat(); }
  #drop(item) { this.#items = this.#items.filter(each => each !== item); }

  #draw() {
    this.#store.set('files', this.files.length ? this.files : null);
    this.#list.hidden = !this.#items.length;
    this.#list.replaceChildren(...this.#items.map(item => {
      const node = document.createElement('li');
      const remove = Object.assign(document.createElement('button'), { type: 'button', textContent: '×', ariaLabel: text('remove', { name: item.name }) });
      remove.onclick = () => {
        this.#drop(item);
        if (item.id) this.#desk.remove(item.id);
        this.#problem = '';
        this.#draw();
      };
      node.className = item.id ? '' : 'coming';
      node.append(Object.assign(document.createElement('bdi'), { textContent: item.name }), remove);
      return node;
    }));
    this.#changed(this.#problem);
  }
}
