// Shortcuts of lists and tickets. An element says which key presses it: <button data-key="a">; a field with data-key is
// focused instead. Rows are marked [data-row]; j and k move the focus over them, x ticks the focused row's box.
// Elements inside the focused row come first, so the same key can act on "this row" in a list and on "this ticket" on its page.
const typing = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.matches?.(typing)) return event.target.blur();
  if (event.target.closest?.(typing) || document.querySelector("dialog[open]:modal")) return;

  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const row = document.activeElement?.closest("[data-row]");
  const done = key === "j" ? move(row, 1)
    : key === "k" ? move(row, -1)
    : key === "x" && row ? press(row.querySelector("input[type=checkbox]"))
    : press(pressable(row, key) ?? pressable(document, key));
  if (done) event.preventDefault();
});

function move(row, step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(visible);
  if (rows.length === 0) return false;
  const at = rows.indexOf(row);
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  (next.querySelector("a[href]") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function pressable(within, key) {
  if (!within || key === '"' || key === "\\") return null;
  return [...within.querySelectorAll(`[data-key="${key}"]`)].find(element => visible(element) && !element.disabled) ?? null;
}

function press(element) {
  if (!element) return false;
  if (element.matches(typing)) element.focus();
  else element.click();
  return true;
}

function visible(element) {
  return element.checkVisibility({ visibilityProperty: true });
}
