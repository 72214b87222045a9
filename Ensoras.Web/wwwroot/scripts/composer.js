// <reply-composer ticket="1042" agent="7" limit="20000" newest="9" shown="6"><textarea></textarea> … <button
// data-send>Send</button></reply-composer>
// Keeps what is half typed: per ticket and agent, through renders and reloads, until it is told what was sent.
// The server never writes the textarea; it reads with compose(element) and ends with clear(element, textSent).
// Whether it is a note (data-mode="note" when it was begun) or a reply is kept with it: a note must never turn into a
// reply.
import "./attachments.js";
import { momentOf } from "./schedule.js";

const prefix = "reply:";
const keptFor = 30 * 24 * 3600_000;

/** What is written, its id (the same as long as the text is, so that sending twice is sending once) and where the conversation stood when it was begun. */
export const compose = element => element.compose();
/** Fills an empty composer; what was kept in it stays. */
export const fill = (element, text) => { if (element.value === "") element.value = text; };
/** Puts a reply back, such as one that was undone, before what is there, and its files beside those that are there. */
export const giveBack = (element, text, files) => {
  const wasEmpty = element.isEmpty;
  if (text) element.value = element.value === "" ? text : `${text}\n\n${element.value}`;
  element.addFiles(files ?? []);
  if (wasEmpty) element.isNote = false;
};
/** Makes what is written a note, or a reply: only on the word of who wrote it. */
export const setNote = (element, isNote) => { element.isNote = isNote; };
/** The conversation up to now has been looked at. */
export const caughtUp = element => element.caughtUp();
/** The instant (ISO) that a choice of the schedule menu in it stands for; null when none was picked. */
export const moment = (element, choice) =>
  momentOf(
    choice,
    element.querySelector("input[type=datetime-local]")?.value,
    undefined,
    Number(element.querySelector("[data-readings] select")?.value || 0),
  );
/** Removes what was sent; what was typed or attached after it stays. */
export const clear = (element, textSent, filesSent) => element.clear(textSent, filesSent);
/** Puts the cursor into it. */
export const focus = element => element.focus();
/**
 * Calls the .NET object's Composing() while somebody types, at most once in three seconds, and its Keep(isNote) when what is
 * written is a note (true), a reply (false) or gone (null), at once too if something was kept; a call expires by itself.
 */
export const watch = (element, dotNet) => {
  const call = (...what) => dotNet.invokeMethodAsync(...what).catch(() => { });
  element.addEventListener("composing", () => call("Composing"));
  element.addEventListener("mode", () => call("Keep", element.isNote));
  if (!element.isEmpty) call("Keep", element.isNote);
};
/** What is written on this page just now: [key, text] of each composer that holds some. */
export const written = () =>
  [...document.querySelectorAll("reply-composer")]
    .filter(element => element.value.trim())
    .map(element => [element.key, element.value]);
/** Removes every kept text from this browser, at sign-out. */
export const forgetAll = () => kept().forEach(key => localStorage.removeItem(key));

const kept = () => Object.keys(localStorage).filter(key => key.startsWith(prefix));

class ReplyComposer extends HTMLElement {
  static observedAttributes = ["ticket", "agent"];
  #field;
  #key;
  #announced = 0;
  #tray;
  #kept = {}; // the text and the files with their id, whether they are a note, and what of the conversation was there to be seen when they were begun
  #children = new MutationObserver(() => this.#adopt());

  connectedCallback() {
    this.addEventListener("input", this);
    this.addEventListener("keydown", this);
    this.addEventListener("attached", this);
    this.#children.observe(this, { childList: true, subtree: true }); // children come after, and can be replaced
    this.#adopt();
  }

  focus() { this.#field?.focus(); }

  disconnectedCallback() {
    this.#children.disconnect();
    this.removeEventListener("input", this);
    this.removeEventListener("keydown", this);
    this.removeEventListener("attached", this);
    this.#field = this.#tray = undefined;
  }

  attributeChangedCallback() {
    if (!this.#field) return;
    this.#field = this.#tray = undefined;
    this.#adopt();
  }

  get value() { return this.#field?.value ?? ""; }
  set value(text) {
    if (!this.#field) return;
    this.#field.value = text;
    this.#changed();
  }

  get key() { return this.#key; }

  get isEmpty() { return !this.value && !this.#tray?.files.length; }

  /** True for a note, false for a reply, null when nothing is written. */
  get isNote() { return this.isEmpty ? null : this.#kept.isNote ?? false; }
  set isNote(isNote) {
    if (this.isEmpty) return;
    this.#kept.isNote = isNote;
    store(this.#key, this.#kept);
    this.dispatchEvent(new CustomEvent("mode"));
  }

  compose() {
    const text = this.value;
    const files = this.#tray?.files ?? [];
    const all = [text, ...files.map(file => file.id)].join("\n");
    if (this.#kept.attempt?.text !== all) {
      this.#kept.attempt = { id: newId(), text: all };
      store(this.#key, this.#kept);
    }
    // What is too long stays here whole: the server is told how long it is, and refuses it with a sentence.
    const written = text.trim();
    const fits = written.length <= Number(this.getAttribute("limit"));
    return {
      text: fits ? written : "",
      length: written.length,
      clientId: this.#kept.attempt.id,
      seen: this.#kept.seen ?? this.#seen,
      files,
      isUploading: this.#tray?.isBusy ?? false,
      isNote: this.isNote,
    };
  }

  addFiles(files) {
    if (!this.#tray || files.length === 0) return;
    this.#tray.files = [
      ...this.#tray.files,
      ...files.map(({ id, name, size, isImage }) => ({ id, name, size, isImage, at: Date.now() })),
    ];
    this.#changed();
  }

  clear(textSent, filesSent) {
    const text = this.value;
    this.#kept.attempt = undefined; // the same words again are a message of their own
    if (this.#tray) this.#tray.files = filesSent ? this.#tray.files.filter(file => !filesSent.includes(file.id)) : [];
    if (textSent == null || text.trim() === textSent.trim()) this.value = "";
    else if (text.trimStart().startsWith(textSent)) this.value = text.trimStart().slice(textSent.length).trimStart();
    this.caughtUp();
    this.dispatchEvent(new CustomEvent("composed", { bubbles: true }));
    return this.value === "";
  }

  caughtUp() {
    this.#kept.seen = this.#seen;
    store(this.#key, this.#kept);
  }

  get #seen() { return { newest: Number(this.getAttribute("newest")), shown: Number(this.getAttribute("shown")) }; }

  handleEvent(event) {
    if (event.type === "attached") return this.#changed();
    if (event.target !== this.#field) return;
    if (event.type === "input") return this.#typed();
    if (event.key !== "Enter" || !event.shiftKey || event.isComposing || event.repeat) return;
    event.preventDefault();
    this.querySelector("[data-send]:not(:disabled)")?.click();
  }

  #typed() {
    this.#changed();
    if (Date.now() - this.#announced < 3000 || this.value === "") return;
    this.#announced = Date.now();
    this.dispatchEvent(new CustomEvent("composing"));
  }

  #changed() {
    const wasEmpty = !this.#kept.text && !this.#kept.files?.length;
    if (wasEmpty) Object.assign(this.#kept, { seen: this.#seen, isNote: this.dataset.mode === "note" });
    this.#kept.text = this.value;
    this.#kept.files = this.#tray?.files;
    store(this.#key, this.#kept);
    this.#fit();
    if (wasEmpty !== this.isEmpty) this.dispatchEvent(new CustomEvent("mode"));
  }

  // Takes over the textarea and the tray that are there now, with what is kept for this ticket.
  #adopt() {
    const field = this.querySelector("textarea");
    const tray = this.querySelector("attachment-tray");
    if (!field || (field === this.#field && tray === this.#tray)) return;
    this.#tray = tray;
    this.#field = field;
    this.#key = `${prefix}${this.getAttribute("agent") ?? ""}:${this.getAttribute("ticket")}`;
    this.#kept = restore(this.#key);
    field.value = this.#kept.text ?? "";
    if (tray) tray.files = this.#kept.files ?? [];
    this.#fit();
    if (!this.isEmpty) this.dispatchEvent(new CustomEvent("mode"));
  }

  #fit() {
    this.toggleAttribute("data-empty", this.value.trim() === "" && !this.#tray?.files.length);
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}

function store(key, kept) {
  try {
    sessionStorage.removeItem(key); // put there by kept-text.js when a session ended
    if (!kept.text && !kept.files?.length) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ ...kept, at: Date.now() }));
  } catch { /* storage is full or disabled: the text is still in the field */ }
}

function restore(key) {
  try { return JSON.parse(localStorage.getItem(key) ?? sessionStorage.getItem(key)) ?? {}; } catch { return {}; }
}

// crypto.randomUUID is there only on https and localhost.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function forgetOld() {
  for (const key of kept()) {
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > keptFor) localStorage.removeItem(key);
    } catch { localStorage.removeItem(key); }
  }
}

try { forgetOld(); } catch { /* storage is disabled */ }
customElements.define("reply-composer", ReplyComposer);
