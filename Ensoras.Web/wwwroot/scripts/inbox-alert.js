// What this browser does when a ticket enters the Inbox: a desktop notification and a soft sound, both off until
// somebody
// switches them on here. <alert-switch kind="notification|sound"><button role="switch">…</button><span
// hidden>…</span></alert-switch>
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

/** @param inbox gets Want(isOn) now and whenever this browser begins or stops to want alerts. */
export function attend(inbox) {
  const tell = () => inbox.invokeMethodAsync("Want", isOn("notification") || isOn("sound")).catch(() => {});
  addEventListener("alert-switch", tell);
  addEventListener("storage", tell);
  tell();
  return { stop() { removeEventListener("alert-switch", tell); removeEventListener("storage", tell); } };
}

/** Tells the person, once for all tabs of this browser. Somebody who looks at the desk hears it, but needs no notification. */
export async function announce(heading, text, path) {
  const alert = () => {
    if (isOn("sound")) play();
    if (!isOn("notification") || document.hasFocus()) return;
    const shown = new Notification(heading, { body: text, tag: "ensoras-inbox", renotify: true, silent: true });
    shown.onclick = () => { focus(); location.assign(path); shown.close(); };
  };
  if (!navigator.locks) return alert();
  await navigator.locks.request("ensoras-inbox-alert", { ifAvailable: true }, async lock => {
    if (!lock) return;
    alert();
    await new Promise(done => setTimeout(done, 1_000));
  });
}

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
