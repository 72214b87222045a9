// <reply-composer ticket="1042" agent="7"><textarea></textarea> … <button data-send>Send</button></reply-composer>
// Keeps what is half typed: per ticket and agent, through renders and reloads, until it is told what was sent.
// The server never writes the textarea; it reads with read(element) and ends with clear(element, textSent).
const prefix = "reply:";
const keptFor = 30 * 24 * 3600_000;

/** The text as typed. */
export const read = element => element.value;
/** Puts a text in, such as one given back by Undo. */
export const write = (element, text) => { element.value = text; };
/** Removes what was sent; what was typed after it stays. */
export const clear = (element, textSent) => element.clear(textSent);
/** Calls the .NET object's Composing() while somebody types, at most once in three seconds; expires by itself. */
export const watch = (element, dotNet) => element.addEventListener("composing", () => dotNet.invokeMethodAsync("Composing").catch(() => { }));
/** Removes every kept text from this browser, at sign-out. */
export const forgetAll = () => kept().forEach(key => localStorage.removeItem(key));

const kept = () => Object.keys(localStorage).filter(key => key.startsWith(prefix));

class ReplyComposer extends HTMLElement {
  static observedAttributes = ["ticket", "agent"];
  #field;
  #key;
  #announced = 0;
  #children = new MutationObserver(() => this.#adopt());

  connectedCallback() {
    this.addEventListener("input", this);
    this.addEventListener("keydown", this);
    this.#children.observe(this, { childList: true, subtree: true }); // children come after, and can be replaced
    this.#adopt();
  }

  disconnectedCallback() {
    this.#children.disconnect();
    this.removeEventListener("input", this);
    this.removeEventListener("keydown", this);
    this.#field = undefined;
  }

  attributeChangedCallback() {
    if (!this.#field) return;
    this.#field = undefined;
    this.#adopt();
  }

  get value() { return this.#field?.value ?? ""; }
  set value(text) {
    if (!this.#field) return;
    this.#field.value = text;
    this.#changed();
  }

  clear(textSent) {
    const text = this.value;
    if (textSent === undefined || text.trim() === textSent.trim()) this.value = "";
    else if (text.startsWith(textSent)) this.value = text.slice(textSent.length).trimStart();
    return this.value === "";
  }

  handleEvent(event) {
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
    store(this.#key, this.value);
    this.#fit();
  }

  // Takes over the textarea that is there now, with the text kept for this ticket.
  #adopt() {
    const field = this.querySelector("textarea");
    if (!field || field === this.#field) return;
    this.#field = field;
    this.#key = `${prefix}${this.getAttribute("agent") ?? ""}:${this.getAttribute("ticket")}`;
    field.value = restore(this.#key);
    this.#fit();
  }

  #fit() {
    this.toggleAttribute("data-empty", this.value.trim() === "");
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}

function store(key, text) {
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }));
  } catch { /* storage is full or switched off: the text is still in the field */ }
}

function restore(key) {
  try { return JSON.parse(localStorage.getItem(key))?.text ?? ""; } catch { return ""; }
}

function forgetOld() {
  for (const key of kept()) {
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > keptFor) localStorage.removeItem(key);
    } catch { localStorage.removeItem(key); }
  }
}

try { forgetOld(); } catch { /* storage is switched off */ }
customElements.define("reply-composer", ReplyComposer);
