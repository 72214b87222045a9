// While the connection is away, a click that needs the server would vanish. It is stopped, and a note at the control
// says that nothing was done. What the browser does by itself goes on working.
const needsServer = "button, [role=button], [role^=menuitem], a[href^='/']:not([target], [download]), "
  + "input:is([type=checkbox], [type=radio], [type=submit])";
const local = "[data-attach], [data-new-messages], [data-theme-switch], [data-shortcuts], [data-close], [data-copy], "
  + "attachment-tray *, #components-reconnect-modal *";
const stays = 5000;
const bar = document.getElementById("components-reconnect-modal");
let note, timer;

function isAway() {
  if (!bar || !document.querySelector("[data-live=true]")) return false;
  return !navigator.onLine || /components-reconnect-(show|retrying|failed|rejected|paused|resume-failed)/.test(bar.className);
}

addEventListener(
  "click",
  event => {
    const control = event.target.closest?.(needsServer);
    if (!control || control.matches(local) || event.ctrlKey || event.metaKey || !isAway()) return;
    if (!event.isTrusted && control.matches("[data-seen], [data-earlier]")) return; // pressed by a script, not by the person
    event.preventDefault();
    event.stopImmediatePropagation();
    say(control);
  },
  { capture: true },
);

function say(control) {
  note ??= Object.assign(document.createElement("div"), { className: "offline-note" });
  note.setAttribute("role", "alert");
  note.textContent = bar.dataset.nothingDone;
  document.body.append(note);
  const box = control.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left), innerWidth - note.offsetWidth - 8);
  const below = box.bottom + 6 + note.offsetHeight < innerHeight;
  note.style.left = `${left}px`;
  note.style.top = `${below ? box.bottom + 6 : box.top - 6 - note.offsetHeight}px`;
  clearTimeout(timer);
  timer = setTimeout(() => note.remove(), stays);
}
