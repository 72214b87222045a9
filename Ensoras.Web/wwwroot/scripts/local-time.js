// <local-time datetime="2026-03-01T10:02:00Z" format="short|full|date|time">: an instant in the viewer's own zone and
// language.
import { serverNow } from "./server-clock.js";

const formats = {
  time: { timeStyle: "short" },
  full: {
    weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit",
    timeZoneName: "short",
  },
  today: { timeStyle: "short" },
  thisYear: { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
  earlier: { dateStyle: "medium", timeStyle: "short" },
  dateThisYear: { month: "short", day: "numeric" },
  date: { dateStyle: "medium" },
};
const made = new Map();

/** The local text of a Date. "short" leaves out what today or this year makes obvious. */
export function formatted(date, format = "short") {
  const now = new Date(serverNow());
  const sameYear = date.getFullYear() === now.getFullYear();
  const name = format === "date" ? (sameYear ? "dateThisYear" : "date")
    : format !== "short" ? format
    : date.toDateString() === now.toDateString() ? "today"
    : sameYear ? "thisYear" : "earlier";
  if (!made.has(name)) made.set(name, new Intl.DateTimeFormat(document.documentElement.lang || undefined, formats[name] ?? formats.earlier));
  return made.get(name).format(date);
}

class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime", "format"];
  #time = document.createElement("time");

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(this.#time);
  }

  connectedCallback() { this.#draw(); }
  attributeChangedCallback() { this.#draw(); }

  #draw() {
    const instant = Date.parse(this.getAttribute("datetime"));
    const known = !Number.isNaN(instant);
    const date = new Date(instant);
    this.#time.textContent = known ? formatted(date, this.getAttribute("format") ?? "short") : "";
    this.#time.title = known ? formatted(date, "full") : "";
    this.#time.dateTime = known ? date.toISOString() : "";
  }
}

customElements.define("local-time", LocalTime);
