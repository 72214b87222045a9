// What MudBlazor's open menus and lists leave out. An arrow key moves in a menu and never acts: MudMenu would press the
// focused item on the right arrow.
addEventListener("keydown", event => {
  if (event.key === "ArrowRight" && event.target.closest?.(".mud-menu-list-wrapper")) event.stopImmediatePropagation();
}, { capture: true });

/** Puts the focus into the open menu as soon as it is drawn, so that the keyboard works in it. */
export const enterMenu = (tries = 60) => {
  const menu = document.querySelector(".mud-popover-open .mud-menu-list-wrapper");
  if (menu && !menu.contains(document.activeElement)) menu.focus({ preventScroll: true });
  else if (!menu && tries > 0) requestAnimationFrame(() => enterMenu(tries - 1));
};

/** Puts the focus into the first field of a panel that was opened. */
export const enterPanel = panel =>
  panel?.querySelector("input:not([type=hidden]), [role=combobox], select, textarea")?.focus({ preventScroll: true });

/** Gives the focus of a menu that closes back to what opened it, unless the person has put it somewhere else. */
export const returnFocus = opener => {
  const now = document.activeElement;
  if (opener?.isConnected && (!now || now === document.body || now.closest(".mud-popover, .mud-menu, .drop-panel")))
    opener.focus();
};
