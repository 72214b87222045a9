// <modal-dialog><dialog class="dialog"> … <button data-cancel>Cancel</button></dialog></modal-dialog>
// Opens its dialog as a modal as soon as it is rendered (focus stays inside, the page behind is inert).
// Escape and a click beside it press the [data-cancel] button: only the server takes the element away. The focus then
// goes
// back to where it was, so that a row of a list that was asked about is still the one in hand.
class ModalDialog extends HTMLElement {
  #before;

  connectedCallback() {
    this.#before = document.activeElement;
    // Blazor inserts the element first and its children right after, in the same task.
    queueMicrotask(() => {
      const dialog = this.querySelector("dialog");
      if (!dialog || dialog.open) return;
      dialog.addEventListener("cancel", event => event.preventDefault());
      dialog.addEventListener("keydown", event => {
        if (event.key === "Escape") {
          event.preventDefault();
          this.#cancel();
        }
      });
      dialog.addEventListener("close", () => {
        if (this.isConnected) this.#cancel();
      }); // a phone's back gesture
      dialog.addEventListener("mousedown", event => {
        if (event.target === dialog && outside(dialog, event)) this.#cancel();
      });
      dialog.showModal();
    });
  }

  disconnectedCallback() {
    if (this.#before?.isConnected && (document.activeElement === null || document.activeElement === document.body))
      this.#before.focus({ preventScroll: true });
  }

  #cancel() {
    this.querySelector("[data-cancel]")?.click();
  }
}

function outside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

customElements.define("modal-dialog", ModalDialog);
