// <details class="menu">: one open at a time; a click outside, a choice or Escape closes it; arrows move in it.
// A menu with a form in it (.menu-form) stays open while it is used, and while a switch in it is; one that can be
// searched opens with the cursor there.
addEventListener("toggle", event => {
  if (event.target.matches?.("details.menu[open]")) event.target.querySelector("input[type=search]")?.focus();
}, true);

addEventListener("click", event => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const chosen = event.target.closest(".menu-item:not([role=switch])") && !event.target.closest(".menu-form");
    if (!menu.contains(event.target)) menu.open = false;
    else if (chosen) close(menu);
  }
});

// What had the focus goes with the menu; it returns to what opened it.
function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

addEventListener("keydown", event => {
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    close(menu);
    event.preventDefault();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || event.target.matches("select, textarea, input:not([type=search])")) return;
  const items = [...menu.querySelectorAll(".menu-item:not(:disabled)")];
  const at = items.indexOf(document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : -1;
  items[(at + step + items.length) % items.length]?.focus();
  event.preventDefault();
});
