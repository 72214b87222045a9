// The small form in which a visitor may say who they are. Never asked twice, never required.
import { text } from './text.js';

// As the desk has it: what passes here is stored as it is.
const address = /^[^\s@<>\p{C}]+@[^\s@<>\p{C}]+\.[^\s@<>\p{C}.]+$/u;
export const isAddress = email => email.length <= 254 && address.test(email);

export class Contact {
  #form;
  #known = {};

  // save(visitor) stores { name, email } and answers whether the desk has them already, or throws a Problem.
  constructor(details, save) {
    this.#form = details.querySelector('form');
    const line = this.#form.querySelector('.problem');
    this.#form.addEventListener('submit', async event => {
      event.preventDefault();
      const { name, email, send } = this.#form.elements;
      const visitor = { name: name.value.trim() || undefined, email: email.value.trim() || undefined };
      email.ariaInvalid = String(Boolean(visitor.email && !isAddress(visitor.email)));
      if (email.ariaInvalid === 'true') {
        line.textContent = text('invalidEmail');
        return email.focus();
      }
      if (!visitor.name && !visitor.email) return void (details.open = false);
      send.disabled = true;
      try {
        const stored = await save(visitor);
        line.textContent = '';
        details.open = false;
        details.hidden = true;
        details.nextElementSibling.textContent = text(stored ? 'contactSaved' : 'contactKept');
      } catch (problem) {
        line.textContent = text('notSaved', { reason: problem.message });
      }
      send.disabled = false;
    });
  }

  // Fills in what is known from elsewhere; with an address known there is nothing to ask.
  know(visitor) {
    const { name, email } = this.#form.elements;
    Object.assign(this.#known, JSON.parse(JSON.stringify(visitor)));
    name.value ||= this.#known.name ?? '';
    email.value ||= this.#known.email ?? '';
    if (this.#known.email) this.#form.parentElement.hidden = true;
  }
}
