// <message-thread ticket="…"><ol><li data-message="12">…</li></ol></message-thread>: the scrolling conversation.
// Opens at the newest message and stays there while it is in sight; a reader further up is left where they are and
// told by the [data-new-messages] button. What changes above is held steady by the browser's own scroll anchoring.
// Only the newest messages are there at first: near the top the [data-earlier] button is pressed for the reader.
const near = 80; // pixels from the end that still count as being there
const soon = 1500; // pixels from the top at which earlier messages are asked for

class MessageThread extends HTMLElement {
  static observedAttributes = ["ticket"];
  #atEnd = true;
  #last = 0;
  #grown = new ResizeObserver(() => this.#settle());
  #arrived = new MutationObserver(() => this.#notice());

  connectedCallback() {
    this.addEventListener("scroll", this, { passive: true });
    document.addEventListener("composed", this);
    document.addEventListener("click", this);
    document.addEventListener("visibilitychange", this);
    addEventListener("focus", this);
    this.#arrived.observe(this, { childList: true, subtree: true, attributeFilter: ["disabled"] }); // the button for earlier messages waits while they are read
    this.#grown.observe(this);
    this.#toEnd();
  }

  disconnectedCallback() {
    this.#arrived.disconnect();
    this.#grown.disconnect();
    document.removeEventListener("composed", this);
    document.removeEventListener("click", this);
    document.removeEventListener("visibilitychange", this);
    removeEventListener("focus", this);
  }

  attributeChangedCallback() {
    this.#last = 0;
    this.#toEnd();
  }

  handleEvent(event) {
    if (event.type === "scroll") {
      this.#atEnd = this.scrollHeight - this.scrollTop - this.clientHeight < near;
      if (this.#atEnd) this.#pill(0);
      this.#goBack();
    } else if (event.type === "focus" || event.type === "visibilitychange") {
      this.#look();
    } else if (event.type === "composed" || event.target.closest?.("[data-new-messages], [data-look]")) {
      this.#toEnd();
    }
  }

  #notice() {
    const list = this.querySelector("ol");
    if (list && !this.#watched) {
      this.#watched = true;
      this.#grown.observe(list);
    }
    const numbers = [...this.querySelectorAll("[data-message]")].map(item => Number(item.dataset.message));
    const last = Math.max(0, ...numbers);
    if (last > this.#last && this.#last > 0 && !this.#atEnd)
      this.#pill(numbers.filter(number => number > this.#last).length);
    else this.#last = last;
    this.#settle();
    this.#look();
    this.#goBack();
  }

  // Once for each first message: the next ones are asked for when these have come.
  #goBack() {
    const first = this.querySelector("[data-message]")?.dataset.message;
    if (this.#atEnd || this.scrollTop > soon || first === this.#wentBackFrom) return;
    const button = this.querySelector("[data-earlier]:not(:disabled)");
    if (!button) return;
    this.#wentBackFrom = first;
    button.click();
  }
  #wentBackFrom;

  // What arrived counts as seen once it is on the screen of somebody who is there.
  #look() {
    if (document.visibilityState === "visible" && document.hasFocus()) document.querySelector("[data-seen]")?.click();
  }
  #watched = false;

  #settle() {
    if (this.#atEnd) this.scrollTop = this.scrollHeight;
  }

  #toEnd() {
    this.#atEnd = true;
    this.#pill(0);
    this.#settle();
    this.#notice();
  }

  #pill(count) {
    const button = document.querySelector("[data-new-messages]");
    if (!button) return;
    button.hidden = count === 0;
    if (count > 0)
      button.textContent = (count === 1 ? button.dataset.one : button.dataset.other).replace(
        "{0}",
        count.toLocaleString(document.documentElement.lang || undefined),
      );
  }
}

customElements.define("message-thread", MessageThread);
