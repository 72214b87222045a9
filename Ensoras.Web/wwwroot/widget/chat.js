// The open chat: joins the page around it, the session, the event stream and what is on screen.
import { call, Problem } from './api.js';
import { Composer } from './composer.js';
import { Contact } from './contact.js';
import { follow } from './events.js';
import { connect, report, requestClose } from './host.js';
import { Outbox } from './outbox.js';
import { backOff, Pause } from './pause.js';
import { Session } from './session.js';
import { Store } from './store.js';
import { text } from './text.js';
import { Thread } from './thread.js';

const at = id => document.getElementById(id);
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const project = new URLSearchParams(location.hash.slice(1)).get('project') ?? '';

let host, store, session, outbox, thread, composer, contact, stop, history, typingSent = 0, typingOff, atEnd = true, arriving = [];

function start() {
  store = new Store(project, host.externalId ?? '');
  if (host.externalId) adopt(new Store(project, ''));
  session = new Session(store, project, () => {
    const own = store.get('contact') ?? {};
    return { ...own, name: host.name ?? own.name, email: host.email ?? own.email, externalId: host.externalId, signature: host.signature };
  });
  thread = new Thread(at('log'), act, () => session.token);
  outbox = new Outbox(store, deliver, drawPending);
  composer = new Composer(at('composer'), store, send, tellTyping, {
    upload: file => session.upload(file, host.page, begun),
    remove: id => session.remove(id),
  });
  contact = new Contact(at('contact'), saveContact);
  contact.know({ ...store.get('contact'), name: host.name, email: host.email });
  store.watch(otherTab);
  controls();
  hostChanged({});
  drawPending();
  introduce();
  if (session.token) listen();
  else live();
  outbox.run();
}

// Someone who wrote before signing in goes on in the same conversation.
function adopt(anonymous) {
  if (store.get('session') || !anonymous.get('session')) return;
  for (const name of anonymous.names('')) {
    store.set(name, anonymous.get(name));
    anonymous.set(name, null);
  }
  const { name, email, externalId, signature } = host;
  call('PATCH', 'session', { token: store.get('session').token, body: { name, email, externalId, signature } })
    .catch(problem => console.warn('Ensoras chat:', problem.message));
}

async function introduce() {
  const pause = new Pause();
  for (let failures = 0; ; failures++) {
    try {
      const answer = await call('GET', `projects/${encodeURIComponent(project)}`);
      at('project').textContent = answer.project;
      at('mark').textContent = [...answer.project][0] ?? '';
      presence(answer.agentsOnline);
      return greet(answer.greeting);
    } catch (problem) {
      if (problem.status === 404) return composer.refuse(text.wrongSetup);
      await pause.for(Math.max(problem.retryAfter, backOff(failures)));
    }
  }
}

function greet(words) {
  thread.greet(host.greeting ?? words);
}

function presence(online) {
  if (online != null) at('presence').textContent = online ? text.online : text.offline;
}

// ── Sending ──

function send(words, files) {
  ended(false);
  outbox.add(words, host.page, files);
  toNewest();
}

async function deliver(item) {
  const receipt = await session.deliver(item, begun);
  thread.sent(item.clientId, receipt);
}

function begun(answer) {
  presence(answer.agentsOnline);
  begin();
}

function begin() {
  arriving.splice(0).forEach(show); // they belong above the line
  store.set('read', null);
  thread.begin();
  ended(false);
  listen();
}

function drawPending() {
  if (thread.pending(outbox.items(), outbox.waiting)) toNewest();
}

function act(name, clientId) {
  if (name === 'retry') return outbox.retry();
  const item = outbox.items().find(each => each.clientId === clientId);
  if (name === 'edit') composer.restore(item.text, item.files);
  outbox.remove(clientId);
}

function tellTyping() {
  if (Date.now() - typingSent < 3000) return;
  typingSent = Date.now();
  session.typing();
}

// ── Listening ──

function listen() {
  stop?.();
  history = Infinity;
  const { token } = session;
  let lost;
  const back = () => { clearTimeout(lost); lost = undefined; at('bar').hidden = true; };
  const quit = follow(token, {
    open(newest) {
      back();
      history = newest;
      if (thread.newest >= history) live();
    },
    event(name, id, data) {
      if (name === 'message') arrive(data);
      else if (name === 'typing') typing(data.on && (data.author ?? text.assistant));
      else if (name === 'closed') { stop(); session.end(); ended(true); }
    },
    down() {
      lost ??= setTimeout(() => { at('bar').hidden = false; }, 1500); // a short break is not worth a word
    },
    refused(status) {
      stop();
      if (session.token !== token) return;
      if (status === 410) { session.end(); ended(true); }
      else session.forget();
      live();
    },
  });
  stop = () => { quit(); back(); typing(false); stop = undefined; };
  session.ask().then(
    answer => { contact.know({ name: answer.visitorName, email: answer.email }); presence(answer.agentsOnline); },
    () => {}); // the event stream meets the same trouble and deals with it
}

function arrive(message) {
  if (message.clientId) outbox.remove(message.clientId);
  const reply = ['ensoras', 'agent'].includes(message.sender);
  if (!reply || message.number <= history || calm.matches) show(message);
  else {
    // A reply is announced by dots for a moment before it appears.
    if (!arriving.length) {
      typing(message.author ?? text.assistant);
      setTimeout(() => { typing(false); arriving.splice(0).forEach(show); }, 500);
    }
    arriving.push(message);
  }
}

function show(message) {
  if (!thread.show(message)) return;
  if (message.number >= history) live();
  at('newest').hidden = atEnd;
  markRead();
}

// Only what is new from here on is read aloud, not the whole history.
function live() {
  setTimeout(() => at('log').ariaLive = 'polite', 200);
}

function typing(name) {
  clearTimeout(typingOff);
  at('typing').hidden = !name;
  at('typing').firstElementChild.textContent = name ? text.isTyping(name) : '';
  if (name) typingOff = setTimeout(() => typing(false), 30000); // a lost "off" must not type for ever
}

// ── The page around, other tabs, controls ──

function hostChanged(before) {
  const { style } = document.documentElement;
  if (host.color) {
    style.setProperty('--accent', host.color);
    style.setProperty('--on-accent', host.ink);
  }
  if (host.greeting && host.greeting !== before.greeting) greet();
  if (host.open && !before.open) {
    toNewest();
    if (host.focus) composer.focus();
  }
  if (before.page && (before.page.url !== host.page.url || before.page.title !== host.page.title)) session.page(host.page);
  contact.know({ name: host.name, email: host.email });
  markRead();
}

function markRead() {
  if (host.open && !document.hidden && thread.newest > (store.get('read') ?? 0)) store.set('read', thread.newest);
  report({ unread: thread.unreadSince(store.get('read') ?? 0), active: session.open });
}

function otherTab(name, value, before) {
  if (name === 'draft') composer.follow(value, before);
  else if (name === 'read') markRead();
  else if (name.startsWith('outbox:')) drawPending();
  else if (name === 'session') {
    if (value && value.token !== before?.token) begin();
    else if (value?.ended) ended(true);
  }
}

async function saveContact(visitor) {
  if (session.open) await session.change(visitor);
  store.set('contact', visitor);
}

function ended(shown) {
  at('ended').hidden = !shown;
  at('end').hidden = shown || !session.open;
  markRead();
}

async function endChat() {
  at('confirm').close();
  try {
    await session.close();
  } catch (problem) {
    if (![401, 410].includes(problem.status)) return failed(problem);
  }
  session.end();
  ended(true);
}

function failed({ message }) {
  at('typing').nextElementSibling.textContent = message;
}

function toNewest() {
  atEnd = true;
  at('scroll').scrollTop = at('scroll').scrollHeight;
  at('newest').hidden = true;
}

// Whoever reads the end stays there, whatever grows; whoever reads further up is left alone.
function keepPlace() {
  const scroll = at('scroll');
  let top = 0;
  scroll.onscroll = () => {
    // Only who scrolls up leaves the end; a picture that comes in below must not push it away.
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60 || (atEnd && scroll.scrollTop >= top);
    top = scroll.scrollTop;
    if (atEnd) at('newest').hidden = true;
  };
  const watch = new ResizeObserver(() => { if (atEnd) toNewest(); });
  watch.observe(scroll);
  watch.observe(at('log'));
}

function controls() {
  at('close').hidden = parent === window;
  at('close').onclick = requestClose;
  at('newest').onclick = toNewest;
  at('again').onclick = () => { ended(false); composer.focus(); };
  at('end').onclick = () => at('confirm').showModal();
  at('keep').onclick = () => at('confirm').close();
  at('endNow').onclick = endChat;
  keepPlace();
  addEventListener('keydown', event => { if (event.key === 'Escape' && !at('confirm').open && !event.isComposing) requestClose(); });
  document.addEventListener('visibilitychange', markRead);
  ended(session.ended);
}

connect(state => {
  const before = host;
  host = state;
  if (!before) start();
  // Another person uses the page now: nothing of the one before may stay on screen.
  else if (before.externalId !== host.externalId) location.reload();
  else hostChanged(before);
});
