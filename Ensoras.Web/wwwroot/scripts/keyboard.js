// Shortcuts of lists and tickets. An element says which key presses it: <button data-key="a">; a field with data-key
// is focused instead. Rows are marked [data-row]; j and k move the focus over them, x ticks the box of the focused
// row, or of the one that is pointed at, Shift+X all from the last one ticked. Elements inside the focused row come
// first, so the same key can act on "this row" in a list and on "this ticket" on its page.
const typing = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [readonly]), textarea, select,"
  + " [contenteditable=true]";
let last = { ticket: undefined, place: -1 };

document.addEventListener("focusin", event => {
  const row = event.target.closest("[data-row]");
  if (row) last = { ticket: row.dataset.ticket, place: rows().indexOf(row) };
});

document.addEventListener("keydown", event => {
  if (event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const panel = document.querySelector(".drop-panel");
  if (key === "Escape" && (closeList(event) || cancelQuestion(event))) return event.preventDefault();
  if (isBusy(event)) return pressInDialog(event, key);
  if (key === "Escape" && panel) return void (press(pressable(panel, key)) && event.preventDefault());
  if (key === "Escape" && event.target.matches?.(typing)) return event.target.blur();
  if (panel || event.target.closest?.(typing)) return;
  const row = rowInMind();
  const done = key === "j" ? move(1)
    : key === "k" ? move(-1)
    : key === "x" && row ? tick(row.querySelector("input[type=checkbox]"), event.shiftKey)
    : press(pressable(row, key) ?? pressable(document, key));
  if (done) event.preventDefault();
});

// An open menu or list hears Escape itself once it has the focus, which takes a moment; a click beside it closes it, too.
function closeList(event) {
  const beside = document.querySelector(".mud-popover-open") && document.querySelector(".mud-overlay");
  if (!beside || event.target.closest?.(".mud-popover-open, .mud-input-control")) return false;
  beside.click();
  return true;
}

// A question hears Escape itself once it has the focus, which takes a moment after it is drawn.
function cancelQuestion(event) {
  const cancel = document.querySelector(".mud-dialog [data-cancel]");
  if (!cancel || cancel.closest(".mud-dialog").contains(event.target)) return false;
  cancel.click();
  return true;
}

/** Whether a key is not meant as a shortcut: with Ctrl and the like, or while a question, a menu or a list is open. */
export function isBusy(event) {
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey
    || document.querySelector("dialog[open]:modal, .mud-dialog, .mud-popover-open") !== null;
}

// A dialog has its own keys. One that is held down came from before it was open.
function pressInDialog(event, key) {
  if (event.repeat || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector(".mud-popover-open")) return;
  if (press(pressable(document.querySelector(".mud-dialog"), key))) event.preventDefault();
}

/** Whether the key belongs to a field that is being typed in. */
export function isTyping(event) {
  return event.target.closest?.(typing) != null;
}

/** The row that has the focus, else the one under the mouse; null for none. */
export function rowInMind() {
  return document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row]:hover");
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter(visible);
}

// From where the focus was last: a row that has left the list is followed by the one that took its place.
function move(step) {
  const all = rows();
  if (all.length === 0) return false;
  const focused = all.indexOf(document.activeElement?.closest("[data-row]"));
  const at =
    focused >= 0 ? focused : last.ticket === undefined ? -1 : all.findIndex(row => row.dataset.ticket === last.ticket);
  const to = at >= 0 ? at + step : last.place >= 0 ? last.place : 0;
  const next = all[Math.min(Math.max(to, 0), all.length - 1)];
  (next.querySelector("a[href]") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function tick(box, isRange) {
  if (!box) return false;
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));
  return true;
}

function pressable(within, key) {
  if (!within || key === '"' || key === "\\") return null;
  const found = [...within.querySelectorAll(`[data-key="${key}"]`)].filter(element => !element.disabled);
  return found.find(visible) ?? null;
}

function press(element) {
  if (!element) return false;
  if (element.matches(typing)) element.focus();
  else element.click();
  return true;
}

function visible(element) {
  return element?.checkVisibility({ visibilityProperty: true }) ?? false;
}
