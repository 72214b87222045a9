// A visitor who has signed in is asked whether the conversation from before was theirs. Only on their word is it
// taken over, and never when somebody else has signed in on this browser.
import { call } from './api.js';
import { alone } from './outbox.js';
import { untilAnswered } from './pause.js';
import { fill, text, when } from './text.js';

export class Takeover {
  #own;
  #before;
  #identity;
  #box;
  #taken;
  #withdrawn = false;
  settled = Promise.resolve(); // until then nothing may be sent, as it would begin another conversation

  // own, before: the stores of the person and of the unknown visitor before. identity() answers { name, email,
  // externalId, signature }. taken() is called once the conversation is this person's.
  constructor(own, before, identity, box, taken) {
    this.#own = own;
    this.#before = before;
    this.#identity = identity;
    this.#box = box;
    this.#taken = taken;
  }

  start(shared) {
    const token = this.#before.get('session')?.token;
    if (!token || this.#isOpen()) return;
    const said = this.#own.get('takeover');
    if (said?.token !== token) this.#ask(token, shared);
    else if (said.yes) this.settled = this.#confirm(token);
  }

  // The visitor has begun another conversation instead.
  withdraw() {
    this.#withdrawn = true;
    this.#box.hidden = true;
  }

  #isOpen() {
    const session = this.#own.get('session');
    return session && !session.ended;
  }

  async #ask(token, shared) {
    // Asked even if the visitor will not be: the desk notes who signed in, so that nobody after them is asked either.
    const offer = await this.#call(token, false);
    if (!offer || shared || this.#withdrawn || this.#isOpen() || this.#before.get('session')?.ended) return;
    this.#box.querySelector('p').textContent = text('takeover', { when: when(offer.startedAt) });
    fill(this.#box);
    const [yes, no] = this.#box.querySelectorAll('button');
    yes.onclick = () => { this.#own.set('takeover', { token, yes: true }); this.settled = this.#confirm(token); };
    no.onclick = () => { this.#own.set('takeover', { token, yes: false }); this.withdraw(); };
    yes.hidden = no.hidden = this.#box.hidden = false;
  }

  async #confirm(token) {
    for (const button of this.#box.querySelectorAll('button')) button.hidden = true;
    this.#box.querySelector('p').textContent = text('takingOver');
    this.#box.hidden = false;
    const answer = await this.#call(token, true);
    this.withdraw();
    if (answer === undefined) return;
    await alone(async () => {
      // Another tab may have done it meanwhile.
      if (this.#before.get('session')?.token === token) this.#own.takeAll(this.#before);
    });
    this.#own.set('takeover', null);
    this.#taken();
  }

  // Answers what the desk offers, null for nothing, undefined when it refuses for good.
  async #call(token, confirmed) {
    try {
      return await untilAnswered(() => call('POST', 'session/takeover', { token, body: { ...this.#identity(), confirmed } }));
    } catch (problem) {
      console.warn('Ensoras chat:', problem.message);
      this.#own.set('takeover', { token, yes: false });
    }
  }
}

// Whether somebody else than this person has ever signed in on this browser, as far as the frame has seen.
export function isShared(store, externalId) {
  const { id = externalId, several } = store.get('person') ?? {};
  const shared = several || id !== externalId;
  store.set('person', shared ? { several: true } : { id });
  return shared;
}
