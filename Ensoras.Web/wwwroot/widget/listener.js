// Listens to the conversation and shows what comes: history at once, a new reply after a moment of dots.
import { follow } from './events.js';
import { text } from './text.js';
import { offerNewest, readAloud, showBreak, showTyping } from './view.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');

export class Listener {
  #session;
  #thread;
  #on;
  #history = Infinity;
  #arriving = [];
  #stop;

  // on: stored(clientId), shown(), ended(), waiting(state).
  constructor(session, thread, on) {
    this.#session = session;
    this.#thread = thread;
    this.#on = on;
  }

  start() {
    this.stop();
    this.#history = Infinity;
    const { token } = this.#session;
    let lost;
    const back = () => { clearTimeout(lost); lost = undefined; showBreak(false); };
    const quit = follow(token, {
      open: newest => {
        back();
        this.#history = newest;
        if (this.#thread.newest >= newest) readAloud();
      },
      event: (name, id, data) => {
        if (name === 'message') this.#arrive(data);
        else if (name === 'typing') showTyping(data.on && (data.author ?? text('assistant')));
        else if (name === 'state') this.#on.waiting({ waiting: data.waiting ?? null, agentsOnline: data.agentsOnline });
        else if (name === 'closed') { this.stop(); this.#end(); }
      },
      down() {
        lost ??= setTimeout(() => showBreak(true), 1500); // a short break is not worth a word
      },
      refused: status => {
        this.stop();
        if (this.#session.token !== token) return;
        if (status === 410) this.#end();
        else this.#session.forget();
        readAloud();
      },
    });
    this.#stop = () => { quit(); back(); showTyping(); };
  }

  stop() {
    this.#stop?.();
    this.#stop = undefined;
  }

  // What is about to appear appears now.
  flush() {
    for (const message of this.#arriving.splice(0)) this.#show(message);
  }

  #end() {
    this.#session.end();
    this.#on.ended();
  }

  #arrive(message) {
    if (message.clientId) this.#on.stored(message.clientId);
    const reply = ['ensoras', 'agent'].includes(message.sender);
    if (!reply || message.number <= this.#history || calm.matches) return this.#show(message);
    if (!this.#arriving.length) {
      showTyping(message.author ?? text('assistant'));
      setTimeout(() => { showTyping(); this.flush(); }, 500);
    }
    this.#arriving.push(message);
  }

  #show(message) {
    if (!this.#thread.show(message)) return;
    if (message.number >= this.#history) readAloud();
    offerNewest();
    this.#on.shown();
  }
}
