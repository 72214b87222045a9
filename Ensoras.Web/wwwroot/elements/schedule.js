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

document.addEventListener("toggle", event => {
  const menu = event.target;
  if (!menu.matches?.("details[data-schedule]") || !menu.open) return;
  const now = new Date();
  for (const button of menu.querySelectorAll("[data-choice]:not([data-choice=picked])")) {
    const far = instant(button.dataset.choice, undefined, now) - now > latest;
    button.disabled = far;
    button.title = far ? "More than 48 hours ahead" : "";
  }
  const picker = menu.querySelector("input[type=datetime-local]");
  picker.min = local(new Date(now.getTime() + 2 * soonest));
  picker.max = local(new Date(now.getTime() + latest));
  if (!picker.value || picker.value < picker.min) picker.value = local(new Date(now.getTime() + 2 * 3600_000));
}, true);

document.addEventListener("click", event => {
  const menu = event.target.closest?.("[data-choice]")?.closest("details[data-schedule]");
  if (menu) menu.open = false;
});
