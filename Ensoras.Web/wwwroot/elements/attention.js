// Tells a list where the person's attention is, so that it holds still: whether a mouse points at a row, and whether the
// list is at its top. A pointer that has rested for half a minute no longer counts: nobody is about to click.
const rest = 30_000;

/** @param area the scrolling element around the rows; @param list gets Attend(isPointing, isAtTop) whenever that changes. */
export function attend(area, list) {
  let pointing = false, atTop = area.scrollTop < 8, timer;
  const tell = () => list.invokeMethodAsync("Attend", pointing, atTop).catch(() => {});

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
  // "a" and "e" on a row while nothing is selected are about that row; with a selection its toolbar has the keys.
  const key = event => {
    const row = document.activeElement?.closest?.("tr[data-ticket]");
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]:modal, .bulk-bar");
    if (!row || busy || !"ae".includes(event.key) || !row.querySelector("input[type=checkbox]")) return;
    list.invokeMethodAsync("Press", event.key, Number(row.dataset.ticket)).catch(() => {});
    event.preventDefault();
  };
  area.addEventListener("keydown", key);
  area.addEventListener("pointermove", move);
  area.addEventListener("pointerleave", leave);
  area.addEventListener("scroll", scroll, { passive: true });

  return {
    toTop() { area.scrollTo({ top: 0 }); },
    stop() {
      clearTimeout(timer);
      area.removeEventListener("keydown", key);
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
