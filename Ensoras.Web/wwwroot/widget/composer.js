// Where the visitor writes. What is typed survives a reload and every refusal.
import { text } from './text.js';

const limit = 20000; // UTF-16 units, as the desk counts

export class Composer {
  #form;
  #area;
  #store;

  // send(words) takes the message over; typing() is called while the visitor types.
  constructor(form, store, send, typing) {
    this.#form = form;
    this.#area = form.elements.words;
    this.#store = store;
    this.#area.value = store.get('draft') ?? '';
    this.#area.addEventListener('input', () => { this.#changed(); typing(); });
    this.#area.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit(send);
    });
    form.addEventListener('submit', event => { event.preventDefault(); this.#submit(send); });
    this.#changed();
  }

  focus() { this.#area.focus(); }

  refuse(sentence) {
    this.#area.disabled = this.#form.elements.send.disabled = true;
    this.#say(sentence);
  }

  // Puts a refused message back before the visitor, in front of what is being typed.
  restore(words) {
    this.#area.value = [words, this.#area.value].filter(Boolean).join('\n');
    this.#changed();
    this.focus();
  }

  // Another tab sent or changed the draft: a tab in the background follows, unless it has its own.
  follow(draft, before) {
    if (document.hidden && this.#area.value === (before ?? '')) {
      this.#area.value = draft ?? '';
      this.#changed();
    }
  }

  #submit(send) {
    const words = this.#area.value.trim();
    if (!words || words.length > limit) return;
    send(words);
    this.#area.value = '';
    this.#changed();
    this.focus();
  }

  #changed() {
    const { value, style } = this.#area;
    if (value !== (this.#store.get('draft') ?? '')) this.#store.set('draft', value || null);
    style.height = 'auto';
    style.height = this.#area.scrollHeight + 'px';
    const { length } = value.trim();
    this.#say(length > limit ? text.tooLong(length, limit) : '');
    this.#form.elements.send.disabled = !length || length > limit;
  }

  #say(sentence) {
    const line = this.#form.querySelector('.problem');
    if (line.textContent !== sentence) line.textContent = sentence;
    this.#area.ariaInvalid = String(Boolean(sentence));
  }
}
