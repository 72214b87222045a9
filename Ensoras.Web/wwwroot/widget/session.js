// The visitor's session: begun at the first message, kept over reloads, renewed when it has ended or is no longer
// known.
import { call } from './api.js';
import { isAddress } from './contact.js';
import { alone } from './outbox.js';

export class Session {
  #store;
  #project;
  #visitor;

  // visitor() answers { name, email, externalId, signature } as far as they are known.
  constructor(store, project, visitor) {
    this.#store = store;
    this.#project = project;
    this.#visitor = visitor;
  }

  get token() { return this.#store.get('session')?.token; }
  get ended() { return this.#store.get('session')?.ended ?? false; }
  get open() { return Boolean(this.token && !this.ended); }

  end() { if (this.token) this.#store.set('session', { token: this.token, ended: true }); }
  forget() { this.#store.set('session', null); }

  // Sends one message, beginning a session when there is none. begun(answer) is called for each new session.
  async deliver({ clientId, text, page, files }, begun) {
    const attachmentIds = files?.map(file => file.id);
    for (let renewed = false; ; renewed = true) {
      if (!this.open) begun(await this.#begin(page));
      try {
        return await call('POST', 'messages', { token: this.token, body: { clientId, text, page, attachmentIds } });
      } catch (problem) {
        if (renewed) throw problem;
        if (problem.status === 401) this.forget();
        else if (problem.status === 410) this.end();
        else throw problem;
      }
    }
  }

  // Stores a file for the next message.
  async upload(file, page, begun) {
    for (let renewed = false; ; renewed = true) {
      if (!this.open) await alone(async () => { if (!this.open) begun(await this.#begin(page)); });
      try {
        return await call('POST', 'attachments', { token: this.token, file });
      } catch (problem) {
        if (renewed || problem.status !== 401) throw problem;
        this.forget();
      }
    }
  }

  async #begin(page) {
    const { externalId, signature, ...visitor } = this.#visitor();
    if (visitor.email && !isAddress(visitor.email)) {
      console.warn('Ensoras chat: the email address is not one and was left out.');
      delete visitor.email;
    }
    const body = { projectKey: this.#project, ...visitor, page };
    const token = this.token;
    let answer;
    try {
      answer = await call('POST', 'sessions', { token, body: { ...body, externalId, signature } });
    } catch (problem) {
      if (problem.status === 401 && token) {
        answer = await call('POST', 'sessions', { body: { ...body, externalId, signature } });
      } else if (problem.status === 403 && signature) {
        // A mistake of the site must not silence its visitor: the conversation goes on unverified.
        console.warn('Ensoras chat: the signature was refused; the visitor is shown as unverified.');
        answer = await call('POST', 'sessions', { token, body: { ...body, externalId } });
      } else throw problem;
    }
    this.#store.set('session', { token: answer.token });
    return answer;
  }

  ask() { return call('GET', 'session', { token: this.token }); }
  change(visitor) { return call('PATCH', 'session', { token: this.token, body: visitor }); }
  close() { return call('POST', 'session/close', { token: this.token }); }

  // Hints: a lost one is made good by the next message, so a failure is of no concern to the visitor.
  typing() { this.#hint('typing', {}); }
  remove(id) { call('DELETE', `attachments/${id}`, { token: this.token }).catch(() => {}); }
  page(page) { this.#hint('page', page); }
  #hint(path, body) { if (this.open) call('POST', path, { token: this.token, body }).catch(() => {}); }
}
