// <kept-text label="What you had written"> stands on the page that replaces everything when a session has ended. It
// shows what was half typed, so that it can be copied, and keeps it in this tab for the same person: a person who
// signs in as somebody else does not get it.
import { keepTyped } from "./typed.js";
import { written } from "./composer.js";

class KeptText extends HTMLElement {
  connectedCallback() {
    if (this.childElementCount) return;
    keepTyped();
    for (const [key, text] of written()) {
      try {
        sessionStorage.setItem(key, JSON.stringify({ text, at: Date.now() }));
      } catch {
        /* it can still be copied */
      }
      this.append(show(text, this.getAttribute("label")));
    }
  }
}

function show(text, label) {
  const field = Object.assign(document.createElement("textarea"), {
    className: "input",
    readOnly: true,
    rows: 6,
    value: text,
  });
  field.setAttribute("aria-label", label);
  return field;
}

customElements.define("kept-text", KeptText);
