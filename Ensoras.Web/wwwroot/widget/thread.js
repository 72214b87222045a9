// The messages on screen. Each number is shown once; a message of one's own keeps its bubble from "sending" to "sent".
import { drawFiles } from './files.js';
import { text, when } from './text.js';

export class Thread {
  #log;
  #section;
  #byNumber;
  #byClientId = new Map();
  #act;
  #token;

  // act(name, clientId) is called for the buttons under an unsent message: retry, edit, discard.
  // token() answers the session's, for files.
  constructor(log, act, token) {
    this.#token = token;
    this.#log = log;
    this.#act = act;
    this.begin();
  }

  get newest() { return Math.max(0, ...this.#byNumber.keys()); }

  unreadSince(number) {
    return [...this.#byNumber].filter(([key, node]) => key > number && node.matches('.ensoras, .agent')).length;
  }

  // A new conversation, whose numbers begin again; what was said before stays above a line.
  begin() {
    if (this.#byNumber?.size) this.#log.append(element('p', 'divider', text('newConversation')));
    this.#byNumber = new Map();
    this.#section = this.#log.appendChild(element('div', 'conversation'));
    for (const node of this.#byClientId.values()) if (!node.number) this.#section.append(node);
  }

  greet(words) {
    this.#log.querySelector('.greeting')?.remove();
    if (!words) return;
    const node = element('div', 'message agent greeting');
    node.append(Object.assign(element('div', 'body', words), { dir: 'auto' }));
    this.#log.prepend(node);
  }

  // Answers whether the message was not on screen yet.
  show(message) {
    if (this.#byNumber.has(message.number)) return false;
    const own = this.#byClientId.get(message.clientId);
    if (own) {
      this.#acknowledge(own, message);
      if (message.html) own.querySelector('.body').replaceChildren(safe(message.html)); // with its addresses as links
    }
    else this.#place(this.#draw(message), message.number);
    return !own;
  }

  sent(clientId, receipt) {
    const node = this.#byClientId.get(clientId);
    if (node && !this.#byNumber.has(receipt.number)) this.#acknowledge(node, receipt);
  }

  // Draws what the outbox holds. What left it is either sent (its number follows) or was discarded.
  pending(items, waiting) {
    for (const [clientId, node] of this.#byClientId) {
      if (node.number || items.some(item => item.clientId === clientId)) continue;
      if (node.matches('.refused')) { node.remove(); this.#byClientId.delete(clientId); }
      else this.#state(node);
    }
    let added = false;
    for (const { clientId, text: words, refusal, files } of items) {
      let node = this.#byClientId.get(clientId);
      if (!node) {
        node = this.#draw({ sender: 'customer', text: words });
        node.clientId = clientId;
        node.files = files; // drawn once the desk has them
        this.#byClientId.set(clientId, node);
        this.#section.append(node);
        added = true;
      }
      if (node.number) continue;
      node.classList.toggle('refused', Boolean(refusal));
      if (refusal) this.#state(node, text('notSent', { reason: refusal }), 'edit', 'discard');
      else if (waiting) this.#state(node, text('notSentYet'), 'retry');
      else this.#state(node, text('sending'));
    }
    return added;
  }

  #acknowledge(node, { number, at }) {
    this.#state(node);
    if (node.files?.length) node.querySelector('.body').after(drawFiles(node.files, this.#token));
    node.files = undefined;
    node.querySelector('.meta').replaceChildren(clock(at));
    this.#place(node, number);
  }

  #place(node, number) {
    node.number = number;
    this.#byNumber.set(number, node);
    const after = [...this.#section.children].find(other => !(other.number < number) && other !== node) ?? null;
    if (node.nextSibling !== after || !node.parentNode) this.#section.insertBefore(node, after);
    // What scrolls inside a bubble must be reached with the keyboard too.
    for (const box of node.querySelectorAll('pre, table')) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    for (const each of [node, node.nextSibling]) {
      each?.classList.toggle('follows', each.previousSibling?.author === each.author);
    }
  }

  #state(node, words = '', ...actions) {
    const line = node.querySelector('.state');
    if (line.told === words) return;
    line.told = words;
    const buttons = element('span', 'actions');
    buttons.append(...actions.map(name => {
      const button = element('button', 'link', text(name));
      button.type = 'button';
      button.onclick = () => this.#act(name, node.clientId);
      return button;
    }));
    line.replaceChildren(words, ...actions.length ? [buttons] : []);
    node.classList.toggle('unsent', Boolean(words));
  }

  #draw({ sender, author, text: words, html, at, files }) {
    const node = element('div', `message ${sender}`);
    const name = author ?? { customer: text('you'), ensoras: text('assistant') }[sender];
    node.author = `${sender} ${name}`;
    const body = element('div', 'body', html ? '' : words);
    body.dir = 'auto';
    if (html) body.append(safe(html));
    if (name) node.append(element('bdi', 'author', name));
    const meta = element('div', 'meta');
    if (at) meta.append(clock(at));
    node.append(body);
    if (files?.length) node.append(drawFiles(files, this.#token));
    node.append(meta, element('div', 'state'));
    return node;
  }
}

const element = (name, className, words) => Object.assign(document.createElement(name), { className, textContent: words ?? '' });

function clock(at) {
  const node = element('time', '', when(at));
  node.dateTime = new Date(at).toISOString();
  return node;
}

// The desk has sanitised it; here links learn to open beside the page, and only into places a link may lead.
function safe(html) {
  const { content } = Object.assign(document.createElement('template'), { innerHTML: html });
  for (const link of content.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    if (!['http:', 'https:', 'mailto:', 'tel:'].includes(link.protocol)) link.removeAttribute('href');
  }
  return content;
}
