// What MudBlazor's open menus and lists leave out. An arrow key moves in a menu and never acts: MudMenu would press the
// focused item on the right arrow.
addEventListener("keydown", event => {
  if (event.key === "ArrowRight" && event.target.closest?.(".mud-menu-list-wrapper")) event.stopImmediatePropagation();
}, { capture: true });

/** Gives the focus of a menu that closes back to what opened it, unless the person has put it somewhere else. */
export const returnFocus = opener => {
  const now = document.activeElement;
  if (opener?.isConnected && (!now || now === document.body || now.closest(".mud-popover, .mud-menu"))) opener.focus();
};
