// The open chat: joins the page around it, the session, the event stream and what is on screen.
import { call, request } from './api.js';
import { Composer } from './composer.js';
import { Contact } from './contact.js';
import { connect, report, requestClose } from './host.js';
import { Listener } from './listener.js';
import { Outbox } from './outbox.js';
import { untilAnswered } from './pause.js';
import { Session } from './session.js';
import { onLoss, Store } from './store.js';
import { isShared, Takeover } from './takeover.js';
import { fill, speak, text } from './text.js';
import { Thread } from './thread.js';
import { colour, keepPlace, readAloud, showLoss, showProblem, toNewest } from './view.js';
import { Waiting } from './waiting.js';

const at = id => document.getElementById(id);
const project = new URLSearchParams(location.hash.slice(1)).get('project') ?? '';

let host,
  store,
  session,
  outbox,
  listener,
  thread,
  composer,
  contact,
  takeover,
  waiting,
  started = false,
  lossy = false;
let typingSent = -Infinity;

async function start() {
  leaving();
  await speak(host.languages, loadTexts);
  fill(document);
  document.querySelector('main').ariaBusy = 'false';
  document.title = text('chat');
  store = new Store(project, host.externalId ?? '');
  session = new Session(store, project, visitor);
  thread = new Thread(at('log'), act, () => session.token);
  outbox = new Outbox(store, deliver, drawPending, () => takeover?.settled);
  listener = new Listener(session, thread, {
    stored: clientId => outbox.remove(clientId),
    shown: markRead,
    ended: () => ended(true),
    waiting: state => waiting.show(state),
  });
  composer = new Composer(at('composer'), store, send, tellTyping, {
    upload: async file => { await takeover?.settled; return session.upload(file, host.page, begun); },
    remove: id => session.remove(id),
  });
  contact = new Contact(at('contact'), saveContact);
  contact.know({ ...store.get('contact'), name: host.name, email: host.email });
  waiting = new Waiting(at('waiting'), at('presence'));
  store.watch(otherTab);
  onLoss(lost => { lossy = lost; showLoss(lost); });
  controls();
  started = true;
  hostChanged({});
  drawPending();
  introduce();
  if (host.externalId) askToContinue();
  if (session.token) listen();
  else readAloud();
  outbox.run();
}

// From the cache when the desk is away; it will be back before anything can be sent.
function loadTexts(languages) {
  const read = async cache => (await request('GET', `text?languages=${encodeURIComponent(languages)}`, { cache })).json();
  return untilAnswered(() => read('default').catch(() => read('force-cache')));
}

function visitor() {
  const own = store.get('contact') ?? {};
  return { ...own, name: host.name ?? own.name, email: host.email ?? own.email, externalId: host.externalId, signature: host.signature };
}

// Someone who wrote before signing in may go on in the same conversation.
function askToContinue() {
  const shared = isShared(new Store(project), host.externalId) || host.shared;
  takeover = new Takeover(store, new Store(project, ''), visitor, at('takeover'), () => {
    composer.reload();
    begin();
    drawPending();
    outbox.run();
  });
  takeover.start(shared);
}

async function introduce() {
  try {
    const answer = await untilAnswered(() => call('GET', `projects/${encodeURIComponent(project)}`));
    at('project').textContent = answer.project;
    at('mark').textContent = [...answer.project][0] ?? '';
    waiting.show(answer);
    thread.greet(host.greeting ?? answer.greeting);
  } catch {
    composer.refuse(text('wrongSetup'));
  }
}

// ── Sending ──

function send(words, files) {
  ended(false);
  if (!session.open) takeover?.withdraw();
  outbox.add(words, host.page, files);
  toNewest();
}

async function deliver(item) {
  const receipt = await session.deliver(item, begun);
  thread.sent(item.clientId, receipt);
}

function begun(answer) {
  waiting.show({ ...answer, waiting: null });
  begin();
}

function begin() {
  listener.flush(); // what is about to appear belongs above the line
  store.set('read', null);
  thread.begin();
  ended(session.ended);
  listen();
}

function listen() {
  listener.start();
  session.ask().then(known, () => {}); // the event stream meets the same trouble and deals with it
}

function known(answer) {
  contact.know({ name: answer.visitorName, email: answer.email });
  waiting.show({ agentsOnline: answer.agentsOnline });
  if (answer.verified || !host.signature) return;

  // Begun before the site had signed who this is, or while it signed wrongly.
  const body = { ...visitor(), confirmed: true };
  untilAnswered(() => call('POST', 'session/takeover', { token: session.token, body }))
    .catch(problem => console.warn('Ensoras chat:', problem.message));
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
  if (performance.now() - typingSent < 3000) return;
  typingSent = performance.now();
  session.typing();
}

// ── The page around, other tabs, controls ──

function hostChanged(before) {
  colour(host);
  if (host.greeting && host.greeting !== before.greeting) thread.greet(host.greeting);
  if (host.open && !before.open) {
    toNewest();
    if (host.focus) composer.focus();
  }
  if (before.page && (before.page.url !== host.page.url || before.page.title !== host.page.title))
    session.page(host.page);
  if (before.page && before.signature !== host.signature && session.open) session.ask().then(known, () => {});
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
    if (value && value.token !== before?.token) {
      takeover?.withdraw();
      begin();
    } else if (value?.ended) ended(true);
    else if (!value) location.reload(); // taken over by who signed in: nothing of it may stay here
  }
}

// Answers whether the desk has it; without a conversation it goes there with the first message.
async function saveContact(given) {
  const open = session.open;
  if (open) await session.change(given);
  store.set('contact', given);
  return open;
}

function ended(shown) {
  at('ended').hidden = !shown;
  at('end').hidden = shown || !session.open;
  if (shown) waiting.show({ waiting: null });
  markRead();
}

async function endChat() {
  at('confirm').close();
  try {
    await session.close();
  } catch (problem) {
    if (![401, 410].includes(problem.status)) return showProblem(problem.message);
  }
  session.end();
  ended(true);
}

function leaving() {
  at('close').hidden = parent === window;
  at('close').onclick = requestClose;
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && !at('confirm').open && !event.isComposing) requestClose();
  });
}

function controls() {
  at('newest').onclick = toNewest;
  at('again').onclick = () => { ended(false); composer.focus(); };
  at('end').onclick = () => at('confirm').showModal();
  at('keep').onclick = () => at('confirm').close();
  at('endNow').onclick = endChat;
  keepPlace();
  document.addEventListener('visibilitychange', markRead);
  ended(session.ended);
}

connect(state => {
  const before = host;
  host = state;
  if (!before) start();
  // Another person uses the page now: nothing of the one before may stay on screen.
  else if (before.externalId !== host.externalId) location.reload();
  else if (!started) return;
  else if (before.languages[0] !== host.languages[0] && !lossy) location.reload();
  else hostChanged(before);
});
