// <long-text limit="20000" data-too-long="The text has {0} characters …"><textarea></textarea><p
// hidden></p></long-text>
// The text lives in the field; the server asks for it when it is saved. What is too long is said at once and never cut.
const rest = 400;
const swap = 250; // the prerendered field is replaced by the live one within a frame or two
const swapped = new Map();

/** In UTF-16 units, as the server counts. */
export const lengthOf = element => element.field?.value.length ?? 0;
/** As UTF-8, which the server reads in pieces. */
export const bytesOf = element => new TextEncoder().encode(element.field?.value ?? "");
/** Calls the .NET object's TypingRests() when typing pauses. */
export const watch = (element, dotNet) => {
  element.rested = () => dotNet.invokeMethodAsync("TypingRests").catch(() => {});
};

class LongText extends HTMLElement {
  #timer;
  #isTouched = false;

  get field() { return this.querySelector("textarea"); }
  get #key() { return `${location.pathname} ${this.field?.id || this.field?.getAttribute("aria-label")}`; }

  connectedCallback() {
    this.addEventListener("input", this);
    setTimeout(() => this.#takeOver()); // children come after
  }

  disconnectedCallback() {
    this.removeEventListener("input", this);
    clearTimeout(this.#timer);
    if (!this.#isTouched || !this.field) return;
    const key = this.#key;
    swapped.set(key, this.field.value);
    setTimeout(() => swapped.delete(key), swap);
  }

  handleEvent() {
    this.#isTouched = true;
    this.#check();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.rested?.(), rest);
  }

  // What was typed before the page was live is typed into the live one.
  #takeOver() {
    const text = swapped.get(this.#key);
    if (text === undefined || !this.field) return;
    swapped.delete(this.#key);
    this.field.value = text;
    this.handleEvent();
  }

  #check() {
    const { length } = this.field.value;
    const isTooLong = length > Number(this.getAttribute("limit"));
    const line = this.querySelector("p");
    line.hidden = !isTooLong;
    line.textContent = isTooLong
      ? this.dataset.tooLong.replace("{0}", length.toLocaleString(document.documentElement.lang || undefined))
      : "";
    this.field.setAttribute("aria-invalid", isTooLong);
  }
}

customElements.define("long-text", LongText);
