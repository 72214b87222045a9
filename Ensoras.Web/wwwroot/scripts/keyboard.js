// Shortcuts of lists and tickets. An element says which key presses it: <button data-key="a">; a field with data-key is
// focused instead. What stands in a closed menu can be pressed too. Rows are marked [data-row]; j and k move the
// focus over
// them, x ticks the box of the focused row, or of the one that is pointed at, Shift+X all from the last one ticked.
// Elements inside the focused row come first, so the same key can act on "this row" in a list and on "this ticket" on
// its page.
const typing =
  "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";
let last = { ticket: undefined, place: -1 };

document.addEventListener("focusin", event => {
  const row = event.target.closest("[data-row]");
  if (row) last = { ticket: row.dataset.ticket, place: rows().indexOf(row) };
});

document.addEventListener("keydown", event => {
  if (event.defaultPrevented) return;
  if (event.key === "Escape" && cancelQuestion(event)) return event.preventDefault();
  if (isBusy(event)) return;
  if (event.key === "Escape" && event.target.matches?.(typing)) return event.target.blur();
  if (event.target.closest?.(typing)) return;

  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Escape" && document.querySelector("details.menu[open]")) return;
  const row = rowInMind();
  const done = key === "j" ? move(1)
    : key === "k" ? move(-1)
    : key === "x" && row ? tick(row.querySelector("input[type=checkbox]"), event.shiftKey)
    : press(pressable(row, key) ?? pressable(document, key));
  if (done) event.preventDefault();
});

// A question hears Escape itself once it has the focus, which takes a moment after it is drawn.
function cancelQuestion(event) {
  const cancel = document.querySelector(".mud-dialog [data-cancel]");
  if (!cancel || cancel.closest(".mud-dialog").contains(event.target)) return false;
  cancel.click();
  return true;
}

/** Whether a key is not meant as a shortcut: with Ctrl and the like, or while a question, a menu or a list is open. */
export function isBusy(event) {
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]:modal, .mud-dialog, .mud-popover-open") !== null;
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
  return found.find(visible) ?? found.find(element => visible(element.closest("details.menu:not([open])"))) ?? null;
}

function press(element) {
  if (!element) return false;
  if (element.matches(typing)) element.focus();
  else element.click();
  if (element.matches("summary") && element.parentElement.open) focusFirstField(element.parentElement);
  return true;
}

// A filter is chosen at once: the first field has the focus, as soon as it is drawn.
function focusFirstField(menu) {
  const focus = () => {
    const field = menu.querySelector(".menu-form :is(input, select)");
    field?.focus();
    return field !== null || !menu.open;
  };
  if (focus() || !menu.hasAttribute("data-drawn-later")) return;
  new MutationObserver((_, observer) => {
    if (focus()) observer.disconnect();
  }).observe(menu, { childList: true, subtree: true });
}

function visible(element) {
  return element?.checkVisibility({ visibilityProperty: true }) ?? false;
}
