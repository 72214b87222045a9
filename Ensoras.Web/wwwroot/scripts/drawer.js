// The ticket's panels on a narrow screen: a [data-drawer-switch] button opens and closes them, so do Escape and a
// click beside.
// The state is an attribute of .ticket-page that the server never renders.
const page = () => document.querySelector(".ticket-page");
const isOpen = () => page()?.dataset.drawer === "open";

function set(open) {
  if (open) page().dataset.drawer = "open";
  else delete page().dataset.drawer;
}

addEventListener("click", event => {
  if (!page()) return;
  if (event.target.closest("[data-drawer-switch]")) set(!isOpen());
  else if (isOpen() && !event.target.closest(".ticket-sidebar, .mud-popover, .mud-overlay")) set(false); // its menus lie elsewhere
});

addEventListener("keydown", event => {
  if (event.key === "Escape" && isOpen() && !document.querySelector(".mud-popover-open")) set(false);
});
