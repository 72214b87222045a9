// What happens next, under the last message, and whether anybody is at the desk.
import { text } from './text.js';

export class Waiting {
  #line;
  #presence;
  #for = null;
  #online;

  constructor(line, presence) {
    this.#line = line;
    this.#presence = presence;
  }

  // state: { waiting: 'draft' | 'review' | 'person' | null, agentsOnline }, as far as it is known.
  show({ waiting = this.#for, agentsOnline = this.#online }) {
    this.#for = waiting;
    this.#online = agentsOnline;
    if (agentsOnline != null) this.#say(this.#presence, text(agentsOnline ? 'online' : 'offline'));
    const away = agentsOnline === false && waiting !== 'draft' ? '.away' : '';
    this.#say(this.#line, waiting ? text(`waiting.${waiting}${away}`) : '');
  }

  #say(node, words) {
    if (node.textContent !== words) node.textContent = words;
  }
}
