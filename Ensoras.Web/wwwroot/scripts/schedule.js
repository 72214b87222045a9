// <details data-schedule> … <button data-choice="hour|tomorrow|monday|picked"> … <input type="datetime-local">
// Times are the viewer's own, so they are made here: which choices lie within 48 hours, and what the picker allows.
const soonest = 60_000, latest = 48 * 3600_000;

/** The instant (ISO) of a choice, or null when nothing sensible was picked. */
export function momentOf(choice, picked, now = new Date()) {
  const at = instant(choice, picked, now);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function instant(choice, picked, now) {
  if (choice === "hour") return new Date(now.getTime() + 3600_000);
  if (choice === "picked") return new Date(picked ?? NaN); // without a zone it is read as local time
  const at = new Date(now);
  at.setHours(9, 0, 0, 0);
  at.setDate(at.getDate() + (choice === "tomorrow" ? 1 : (8 - at.getDay()) % 7 || 7));
  return at;
}

const local = date => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const when = date => new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", hour: "numeric", minute: "2-digit" }).format(date);

document.addEventListener("toggle", event => {
  const menu = event.target;
  if (!menu.matches?.("details[data-schedule]") || !menu.open) return;
  const now = new Date();
  const offered = new Set();
  for (const button of menu.querySelectorAll("[data-choice]:not([data-choice=picked])")) {
    const at = instant(button.dataset.choice, undefined, now);
    const far = at - now > latest;
    button.disabled = far;
    button.hidden = offered.has(at.getTime()); // on a Sunday, Monday is tomorrow
    offered.add(at.getTime());
    button.querySelector("[data-when]").textContent = far ? "more than 48 hours ahead" : when(at);
  }
  const picker = menu.querySelector("input[type=datetime-local]");
  picker.min = local(new Date(now.getTime() + 2 * soonest));
  picker.max = local(new Date(now.getTime() + latest));
  if (!picker.value || picker.value < picker.min || picker.value > picker.max) picker.value = local(new Date(now.getTime() + 2 * 3600_000));
  check(picker);
}, true);

document.addEventListener("input", event => {
  if (event.target.matches?.("details[data-schedule] input[type=datetime-local]")) check(event.target);
});

// Fields can be typed into beyond what the picker shows: then it says why, and there is nothing to press.
function check(picker) {
  const menu = picker.closest("details");
  const problem = !picker.value ? "Choose a day and a time."
    : picker.value > picker.max ? `At most 48 hours ahead: until ${when(new Date(picker.max))}.`
    : picker.value < picker.min ? "This time is over. Choose a later one."
    : "";
  menu.querySelector("#schedule-problem").textContent = problem;
  menu.querySelector("[data-choice=picked]").disabled = problem !== "";
  if (problem) picker.setAttribute("aria-invalid", "true");
  else picker.removeAttribute("aria-invalid");
}

document.addEventListener("click", event => {
  const menu = event.target.closest?.("[data-choice]")?.closest("details[data-schedule]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
