// <relative-time datetime="2026-03-01T10:02:00Z"> reads "2m", "3h", "14d" and keeps up by itself; the exact local
// time is its tooltip. The text lives in a shadow root, so that nothing the server renders can wipe it.
import { formatted } from "./local-time.js";
import { serverNow } from "./server-clock.js";

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const shown = new Set();
let timer;

const language = () => document.documentElement.lang || undefined;
const units = new Map();
function count(value, unit) {
  if (!units.has(unit))
    units.set(unit, new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "narrow" }));
  return units.get(unit).format(value);
}

/** A short age such as "2m", "3h" or "14d"; "now" within a minute, and for what has only just been stored elsewhere. */
export function age(instant, now = serverNow()) {
  const passed = now - instant;
  if (passed < minute) return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(0, "second");
  if (passed >= 60 * day) return formatted(new Date(instant), "date");
  const [value, unit] = passed < hour ? [Math.floor(passed / minute), "minute"]
    : passed < day ? [Math.floor(passed / hour), "hour"]
    : [Math.floor(passed / day), "day"];
  return count(value, unit);
}

class RelativeTime extends HTMLElement {
  static observedAttributes = ["datetime"];
  #time = document.createElement("time");

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(this.#time);
  }

  connectedCallback() {
    shown.add(this);
    timer ??= setInterval(refresh, 15_000);
    this.refresh();
  }

  disconnectedCallback() {
    shown.delete(this);
    if (shown.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  attributeChangedCallback() {
    this.refresh();
  }

  refresh() {
    const instant = Date.parse(this.getAttribute("datetime"));
    const text = Number.isNaN(instant) ? "" : age(instant);
    if (this.#time.textContent !== text) this.#time.textContent = text;
    const title = text && formatted(new Date(instant), "full");
    if (this.#time.title === title) return;
    this.#time.title = title;
    this.#time.dateTime = text && new Date(instant).toISOString();
  }
}

function refresh() {
  if (document.hidden) return;
  for (const element of shown) element.refresh();
}

document.addEventListener("visibilitychange", refresh);
customElements.define("relative-time", RelativeTime);
