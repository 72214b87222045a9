// [data-shortcuts] opens the list of shortcuts, <dialog id="shortcuts">. Only the browser knows whether it is open,
// so it answers at once, on a slow line too.
addEventListener("click", event => {
  const dialog = document.getElementById("shortcuts");
  if (!dialog) return;
  if (event.target.closest("[data-shortcuts]")) dialog.showModal();
  else if (dialog.open && (event.target === dialog || event.target.closest("#shortcuts [data-close]"))) dialog.close();
});
