// <li><day-line datetime="…" previous="…"></day-line></li>: the day on which what follows was written, in the viewer's
// zone. Its line is hidden when what came before it was on the same day.
import { serverNow } from "./server-clock.js";

class DayLine extends HTMLElement {
  static observedAttributes = ["datetime", "previous"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback() { this.#draw(); }
  attributeChangedCallback() { if (this.isConnected) this.#draw(); }

  #draw() {
    const date = new Date(this.getAttribute("datetime"));
    const previous = this.hasAttribute("previous") ? new Date(this.getAttribute("previous")) : undefined;
    this.parentElement.hidden = date.toDateString() === previous?.toDateString();
    this.shadowRoot.textContent = named(date);
  }
}

function named(date) {
  const language = document.documentElement.lang || undefined;
  const days = Math.round((midnight(date) - midnight(new Date(serverNow()))) / 86_400_000);
  if (days === 0 || days === -1) {
    const name = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
    return name[0].toUpperCase() + name.slice(1);
  }
  const year = date.getFullYear() === new Date(serverNow()).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { weekday: "long", month: "long", day: "numeric", year }).format(date);
}

const midnight = date => new Date(date.getFullYear(), date.getMonth(), date.getDate());

customElements.define("day-line", DayLine);
