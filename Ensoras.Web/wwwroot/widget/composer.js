// Where the visitor writes. What is typed survives a reload and every refusal.
import { Attached } from './attached.js';
import { whole } from './api.js';
import { saysSomething, text } from './text.js';

const limit = 20000; // UTF-16 units, as the desk counts
const restored = value => typeof value === 'string' ? value : '';

export class Composer {
  #form;
  #area;
  #store;
  #attached;
  #send;
  #waits = false; // told to send while a file was still on its way

  // send(words, files) takes the message over; typing() is called while the visitor types; desk takes files in.
  constructor(form, store, send, typing, desk) {
    this.#form = form;
    this.#area = form.elements.words;
    this.#store = store;
    this.#send = send;
    this.#area.value = restored(store.get('draft'));
    this.#area.addEventListener('input', () => { this.#waits = false; this.#changed(); typing(); });
    this.#area.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    form.addEventListener('submit', event => { event.preventDefault(); this.#submit(); });
    this.#attached = new Attached(form, store, desk, problem => this.#changed(problem));
    this.#changed();
  }

  focus() { this.#area.focus(); }

  refuse(sentence) {
    this.#area.disabled = this.#form.elements.send.disabled = this.#form.querySelector('#attach').disabled = true;
    this.#say(sentence);
  }

  // Puts a refused message back before the visitor, in front of what is being typed.
  restore(words, files = []) {
    this.#attached.restore(files);
    this.#area.value = [words, this.#area.value].filter(Boolean).join('\n');
    this.#changed();
    this.focus();
  }

  // The store has become another one.
  reload() {
    this.#area.value ||= restored(this.#store.get('draft'));
    this.#attached.reload();
    this.#changed();
  }

  // Another tab sent or changed the draft: a tab in the background follows, unless it has its own.
  follow(draft, before) {
    if (document.hidden && this.#area.value === (before ?? '')) {
      this.#area.value = draft ?? '';
      this.#changed();
    }
  }

  #submit() {
    const words = whole(this.#area.value.trim());
    if (this.#form.elements.send.disabled) return;
    this.#waits = this.#attached.busy;
    if (this.#waits) return this.#changed();
    this.#send(words, this.#attached.take());
    this.#area.value = '';
    this.#changed();
    this.focus();
  }

  #changed(problem) {
    const { value, style } = this.#area;
    if (value !== restored(this.#store.get('draft'))) this.#store.set('draft', value || null);
    style.height = 'auto';
    style.height = this.#area.scrollHeight + 'px';
    const { length } = value.trim();
    this.#say(length > limit ? text('tooLong', { count: length - limit, limit }) : problem || (this.#waits ? text('sendsAfterUpload') : ''));
    this.#form.elements.send.disabled = this.#area.disabled || length > limit || !(saysSomething(value) || this.#attached?.count);
    if (!this.#waits || this.#attached.busy) return;
    this.#waits = false;
    if (!problem) this.#submit();
  }

  #say(sentence) {
    const line = this.#form.querySelector('.problem');
    if (line.textContent !== sentence) line.textContent = sentence;
    this.#area.ariaInvalid = String(Boolean(sentence));
  }
}
