// <details data-schedule='{"tooFar": …}'> with buttons data-choice="hour|tomorrow|monday|picked" and a datetime-local.
// Times are the viewer's own, so they are made here: which choices lie within 48 hours, what the picker allows, and
// which instant is meant where the clocks change. The sentences come with the menu, in the reader's language.
import { serverNow } from "./server-clock.js";

const soonest = 60_000, latest = 48 * 3600_000, day = 24 * 3600_000;

/** The instant (ISO) of a choice, or null when nothing sensible was picked. */
export function momentOf(choice, picked, now = new Date(serverNow()), reading = 0) {
  const at = instant(choice, picked, now, reading);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function instant(choice, picked, now, reading = 0) {
  if (choice === "hour") return new Date(now.getTime() + 3600_000);
  if (choice === "picked") return readingsOf(picked).instants[reading] ?? new Date(NaN);
  const at = new Date(now);
  at.setHours(9, 0, 0, 0);
  at.setDate(at.getDate() + (choice === "tomorrow" ? 1 : (8 - at.getDay()) % 7 || 7));
  return at;
}

/**
 * The instants that a local time ("2026-10-25T02:30") can mean: one, or two where the clocks are set back and the time comes
 * twice, or, where they are set forward and the time is skipped, the two that it would be by the clock before and after.
 */
export function readingsOf(picked) {
  const wall = Date.parse(`${picked ?? ""}Z`);
  if (Number.isNaN(wall)) return { instants: [], problem: null };
  const offsets = [...new Set([-day, day].map(around => new Date(wall + around).getTimezoneOffset()))];
  const candidates = offsets.map(offset => new Date(wall + offset * 60_000)).sort((one, other) => one - other);
  const real = candidates.filter(at => local(at) === picked.slice(0, 16));
  if (real.length === 1) return { instants: real, problem: null };
  return real.length === 0 ? { instants: candidates, problem: "skipped" } : { instants: real, problem: "twice" };
}

const local = date => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const language = () => document.documentElement.lang || undefined;
const when = date =>
  new Intl.DateTimeFormat(language(), { weekday: "short", hour: "numeric", minute: "2-digit" }).format(date);
const exact = date =>
  new Intl.DateTimeFormat(language(), {
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(date);
const said = (menu, key, ...parts) =>
  parts.reduce((text, part, place) => text.replace(`{${place}}`, part), JSON.parse(menu.dataset.schedule)[key] ?? "");

document.addEventListener("toggle", event => {
  const menu = event.target;
  if (!menu.matches?.("details[data-schedule]") || !menu.open) return;
  const now = new Date(serverNow());
  const offered = new Set();
  for (const button of menu.querySelectorAll("[data-choice]:not([data-choice=picked])")) {
    const at = instant(button.dataset.choice, undefined, now);
    const far = at - now > latest;
    button.disabled = far;
    button.hidden = offered.has(at.getTime()); // on a Sunday, Monday is tomorrow
    offered.add(at.getTime());
    button.querySelector("[data-when]").textContent = far ? said(menu, "tooFar") : when(at);
  }
  const picker = menu.querySelector("input[type=datetime-local]");
  picker.min = local(new Date(now.getTime() + 2 * soonest));
  picker.max = local(new Date(now.getTime() + latest));
  if (!picker.value || picker.value < picker.min || picker.value > picker.max) {
    picker.value = local(new Date(now.getTime() + 2 * 3600_000));
  }
  check(picker);
}, true);

document.addEventListener("input", event => {
  if (event.target.matches?.("details[data-schedule] input[type=datetime-local]")) check(event.target);
});

// Fields can be typed into beyond what the picker shows: then it says why, and there is nothing to press.
function check(picker) {
  const menu = picker.closest("details");
  offerReadings(menu, picker.value);
  const problem = !picker.value ? said(menu, "none")
    : picker.value > picker.max ? said(menu, "late", when(new Date(picker.max)))
    : picker.value < picker.min ? said(menu, "past")
    : "";
  menu.querySelector("#schedule-problem").textContent = problem;
  menu.querySelector("[data-choice=picked]").disabled = problem !== "";
  if (problem) picker.setAttribute("aria-invalid", "true");
  else picker.removeAttribute("aria-invalid");
}

// Where the clocks change, the person says which of two instants is meant.
function offerReadings(menu, picked) {
  const field = menu.querySelector("[data-readings]");
  if (!field) return;
  const { instants, problem } = readingsOf(picked);
  field.hidden = problem === null;
  if (problem === null) return field.querySelector("select").replaceChildren();
  field.querySelector("label").textContent = said(menu, problem);
  field.querySelector("select").replaceChildren(...instants.map((at, place) => new Option(exact(at), place)));
}

document.addEventListener("click", event => {
  const menu = document.querySelector("details[data-schedule][open]");
  if (!menu) return;
  if (!menu.contains(event.target)) menu.open = false;
  else if (event.target.closest("[data-choice]")) close(menu);
});

document.addEventListener("keydown", event => {
  const menu = event.key === "Escape" && document.querySelector("details[data-schedule][open]");
  if (!menu) return;
  event.preventDefault();
  close(menu);
});

// What had the focus goes with the menu; it returns to what opened it.
function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}
