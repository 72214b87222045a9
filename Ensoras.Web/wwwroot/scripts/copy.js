// <pre id="link">…</pre><button data-copy="link" data-copied-text="Copied">: copies the text, and says so for two
// seconds.
addEventListener("click", async event => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  if (!await copied(source)) return;
  button.toggleAttribute("data-copied", true);
  const status = button.parentElement.querySelector("[role=status]");
  if (status) status.textContent = button.dataset.copiedText;
  setTimeout(() => {
    button.removeAttribute("data-copied");
    if (status) status.textContent = "";
  }, 2000);
});

// Without https a page may not write to the clipboard: then the text is selected, so that one key copies it.
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}
