// What this browser does when a ticket enters the Inbox: a desktop notification and a soft sound, both off until
// somebody switches them on here.
// <alert-switch kind="notification|sound"><button role="switch">…</button><span hidden>…</span></alert-switch>
const kept = kind => `alert-${kind}`;

function isOn(kind) {
  try {
    return localStorage.getItem(kept(kind)) === "on" && (kind !== "notification" || allowed());
  } catch {
    return false;
  }
}

function keep(kind, on) {
  try {
    on ? localStorage.setItem(kept(kind), "on") : localStorage.removeItem(kept(kind));
  } catch {
    /* storage is blocked: it stays off */
  }
  dispatchEvent(new Event("alert-switch"));
}

function allowed() {
  return globalThis.Notification?.permission === "granted";
}

class AlertSwitch extends HTMLElement {
  #show = () =>
    this.querySelector("[role=menuitemcheckbox]")?.setAttribute("aria-checked", isOn(this.getAttribute("kind")));

  connectedCallback() {
    // Blazor inserts the element first and its children right after, in the same task.
    queueMicrotask(this.#show);
    addEventListener("alert-switch", this.#show);
    addEventListener("storage", this.#show);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    removeEventListener("alert-switch", this.#show);
    removeEventListener("storage", this.#show);
    this.removeEventListener("click", this.#press);
  }

  async #press(event) {
    if (!event.target.closest("[role=menuitemcheckbox]")) return;
    const kind = this.getAttribute("kind"), on = !isOn(kind);
    if (on && kind === "notification" && !allowed()) await globalThis.Notification?.requestPermission();
    keep(kind, on);
    const why = this.querySelector(".menu-hint");
    if (why) why.hidden = !on || isOn(kind);
    if (on && kind === "sound") play();
  }
}

customElements.define("alert-switch", AlertSwitch);

// What enters the Inbox comes as a small event stream of its own, so that a tab whose circuit is paused hears of it too.
// It is open while alerts are wanted or a tab is paused, and once per browser: the tab that has the lock tells the others,
// because a browser opens only six connections to a server that does not speak HTTP/2.
const tabs = new BroadcastChannel("ensoras-inbox");
const name = "ensoras-inbox-events";
let following, isPaused = false;

function follow() {
  const isWanted = document.querySelector("[data-live]") && (isPaused || isOn("notification") || isOn("sound"));
  if (!isWanted) {
    following?.abort();
    following = undefined;
  } else if (!following) {
    const { signal } = following = new AbortController();
    const open = () => new Promise(done => listen(signal, done));
    (navigator.locks ? navigator.locks.request(name, { signal }, open) : open()).catch(() => {});
  }
}

function listen(signal, done) {
  if (signal.aborted) return done();
  const events = new EventSource("/api/v1/inbox/events");
  events.onopen = () => { document.documentElement.dataset.inboxAlert = "on"; };
  events.onmessage = message => {
    const news = JSON.parse(message.data);
    tabs.postMessage(news.waiting);
    count(news.waiting);
    if (news.heading) alert(news);
  };
  signal.addEventListener("abort", () => {
    events.close();
    delete document.documentElement.dataset.inboxAlert;
    done();
  });
}

// A live page keeps its title itself.
function count(waiting) {
  if (!isPaused) return;
  const title = document.title.replace(/^\(\D*[\d.,\s\u202f]+\) /, "");
  document.title = waiting > 0 ? `(${waiting.toLocaleString(document.documentElement.lang)}) ${title}` : title;
}

// Somebody who looks at the desk hears it, but needs no notification.
function alert({ heading, text, path }) {
  if (isOn("sound")) play();
  if (!isOn("notification") || document.hasFocus()) return;
  const shown = new Notification(heading, { body: text, tag: "ensoras-inbox", renotify: true, silent: true });
  shown.onclick = () => { focus(); location.assign(path); shown.close(); };
}

tabs.onmessage = message => count(message.data);
addEventListener("tab-paused", () => { isPaused = true; follow(); });
addEventListener("tab-resumed", () => { isPaused = false; follow(); });
addEventListener("alert-switch", follow);
addEventListener("storage", follow);
addEventListener("pagehide", () => { following?.abort(); following = undefined; });
addEventListener("pageshow", follow);

let audio;

// Two soft notes, made here: nothing to download.
async function play() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") await audio.resume();
    [[587, 0], [880, 0.14]].forEach(([pitch, after]) => {
      const at = audio.currentTime + after, tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.06, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0005, at + 0.5);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.55);
    });
  } catch { /* no sound device, or the browser wants a click on the page first */ }
}
