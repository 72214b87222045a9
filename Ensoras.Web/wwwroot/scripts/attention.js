// Tells a list where the person's attention is, so that it holds still: whether a mouse points at a row, and whether
// the list is at its top. A pointer that has rested for half a minute no longer counts: nobody is about to click.
import { isBusy, isTyping, rowInMind } from "./keyboard.js";

const rest = 30_000;

/** @param area the scrolling element around the rows; @param list gets Attend(isPointing, isAtTop) whenever that changes. */
export function attend(area, list) {
  let pointing = false, atTop = area.scrollTop < 8, timer;
  const tell = async () => {
    const told = pointing ? "row" : atTop ? "top" : "list";
    await list.invokeMethodAsync("Attend", pointing, atTop).catch(() => {});
    area.dataset.attention = told; // from here on the server holds what is looked at
  };

  function point(now) {
    clearTimeout(timer);
    if (now) timer = setTimeout(() => point(false), rest);
    if (now === pointing) return;
    pointing = now;
    tell();
  }

  const move = event => { if (event.pointerType === "mouse") point(event.target.closest("tbody") !== null); };
  const leave = () => point(false);
  const scroll = () => {
    const now = area.scrollTop < 8;
    if (now === atTop) return;
    atTop = now;
    tell();
  };
  // "a" and "e" are about the row that has the focus, or is pointed at; with a selection its toolbar has the keys.
  const key = event => {
    if (!"ae".includes(event.key) || event.repeat || isBusy(event) || isTyping(event)) return;
    if (document.querySelector(".bulk-bar, .drop-panel")) return;
    const row = rowInMind();
    if (!row || !area.contains(row)) return;
    list.invokeMethodAsync("Press", event.key, Number(row.dataset.ticket)).catch(() => {});
    event.preventDefault();
  };
  document.addEventListener("keydown", key);
  area.addEventListener("pointermove", move);
  area.addEventListener("pointerleave", leave);
  area.addEventListener("scroll", scroll, { passive: true });

  return {
    toTop() { area.scrollTo({ top: 0 }); },
    stop() {
      clearTimeout(timer);
      document.removeEventListener("keydown", key);
      area.removeEventListener("pointermove", move);
      area.removeEventListener("pointerleave", leave);
      area.removeEventListener("scroll", scroll);
    },
  };
}

/** The browser's time zone, such as "Europe/Amsterdam". */
export function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
}
