// <attachment-tray upload="/api/v1/tickets/1042/attachments"></attachment-tray> in a <reply-composer> Takes files
// from the [data-attach] button, by drop anywhere on the page and by paste; uploads one after the other and shows
// each as a card with its progress. What is stored is kept by the composer beside its text. The server never writes
// in here; its sentences come with the element (data-texts), in the reader's language.
const most = 10;
const mostBytes = 10 * 1024 * 1024;
const keptFor = 23.5 * 3600_000; // the desk keeps what is not sent for a day

class AttachmentTray extends HTMLElement {
  #items = []; // stored: { id, name, size, isImage, at }; on their way also file, and request or problem
  #picker = create("input", { type: "file", multiple: true, hidden: true });
  #list = create("ul", { className: "attachments" });
  #notice = create("div", { role: "alert" });
  #running = false;

  connectedCallback() {
    this.#list.ariaLabel = this.#text("list");
    this.replaceChildren(this.#picker, this.#list, this.#notice);
    this.#picker.onchange = () => { this.add([...this.#picker.files]); this.#picker.value = ""; };
    this.#composer?.addEventListener("click", this);
    this.#composer?.addEventListener("paste", this);
    this.#draw();
  }

  disconnectedCallback() {
    for (const item of this.#items) item.request?.abort();
  }

  handleEvent(event) {
    if (event.type === "click") {
      if (event.target.closest("[data-attach]")) this.#picker.click();
      return;
    }
    const { files } = event.clipboardData;
    if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return; // a copied table is text and a picture of it
    event.preventDefault();
    this.add([...files]);
  }

  #text(key, name) { return (JSON.parse(this.dataset.texts ?? "{}")[key] ?? "").replace("{0}", name); }

  get #composer() { return this.closest("reply-composer"); }

  /** What is stored and not yet sent. */
  get files() {
    return this.#items
      .filter(item => item.id)
      .map(({ id, name, size, isImage, at }) => ({ id, name, size, isImage, at }));
  }
  set files(files) {
    const fresh = files.filter(file => Date.now() - file.at < keptFor);
    this.#items = [...fresh, ...this.#items.filter(item => !item.id)];
    this.#say(files.filter(file => !fresh.includes(file)).map(file => this.#text("gone", file.name)));
    this.#draw();
  }

  /** Whether any is still on its way. */
  get isBusy() { return this.#items.some(item => !item.id); }

  add(files) {
    const problems = [];
    for (const file of files) {
      const refusal =
        file.size === 0 ? "empty" : file.size > mostBytes ? "tooBig" : this.#items.length >= most ? "tooMany" : null;
      if (refusal) problems.push(this.#text(refusal, file.name));
      else this.#items.push({ file, name: file.name, size: file.size });
    }
    this.#say(problems);
    this.#draw();
    this.#run();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let item; (item = this.#items.find(each => !each.id && !each.problem));) {
      try {
        Object.assign(item, await this.#upload(item), { at: Date.now(), request: undefined });
        this.dispatchEvent(new CustomEvent("attached", { bubbles: true }));
      } catch (problem) {
        item.request = undefined;
        if (problem.isFinal) this.#drop(item);
        else item.problem = problem.message;
        this.#say([problem.message]);
      }
      this.#draw();
    }
    this.#running = false;
  }

  #upload(item) {
    return new Promise((stored, failed) => {
      const request = item.request = new XMLHttpRequest();
      const fail = (message, isFinal) => failed({ message, isFinal });
      request.open("POST", this.getAttribute("upload"));
      request.setRequestHeader("X-File-Name", encodeURIComponent(item.name.toWellFormed?.() ?? item.name));
      request.setRequestHeader("Content-Type", item.file.type || "application/octet-stream");
      request.responseType = "json";
      request.upload.onprogress = ({ loaded, total }) => { if (item.bar) item.bar.value = loaded / total; };
      request.onload = () => {
        if (request.status === 201) stored(request.response);
        else if (request.status === 401) fail(this.#text("signedOut"));
        else if (request.status >= 500) fail(this.#text("broken"));
        else fail(request.response?.detail ?? this.#text("refused"), true);
      };
      request.onerror = () => fail(this.#text("broken"));
      request.onabort = () => fail("", true);
      request.send(item.file);
    });
  }

  #remove(item) {
    this.#drop(item);
    item.request?.abort();
    if (item.id)
      fetch(`/api/v1/attachments/${item.id}`, { method: "DELETE" }).catch(() => {
        /* the desk removes it after a day */
      });
    this.#say([]);
    this.#draw();
    this.dispatchEvent(new CustomEvent("attached", { bubbles: true }));
    this.#composer?.focus();
  }

  #drop(item) { this.#items = this.#items.filter(each => each !== item); }

  #say(problems) {
    this.#notice.replaceChildren(
      ...problems
        .filter(Boolean)
        .map(textContent => create("p", { className: "composer-refusal error-text", textContent })),
    );
  }

  #draw() {
    this.#list.hidden = this.#items.length === 0;
    this.#list.replaceChildren(...this.#items.map(item => this.#card(item)));
  }

  #card(item) {
    const card = create("li", { className: "attachment", title: item.name });
    if (item.isImage) card.append(create("img", { src: `/api/v1/attachments/${item.id}`, alt: "" }));
    card.append(
      create("span", { className: "name", textContent: item.name }),
      create("span", { className: "size", textContent: label(item.size) }),
    );
    item.bar = undefined;
    if (item.problem) {
      card.append(
        create("button", {
          type: "button",
          className: "retry",
          textContent: this.#text("retry"),
          onclick: () => {
            item.problem = undefined;
            this.#say([]);
            this.#draw();
            this.#run();
          },
        }),
      );
    } else if (!item.id) {
      item.bar = create("progress", { max: 1, value: 0, ariaLabel: this.#text("uploading", item.name) });
      card.append(item.bar);
    }
    card.append(
      create("button", {
        type: "button",
        className: "remove",
        ariaLabel: this.#text("remove", item.name),
        title: this.#text("remove", item.name),
        textContent: "×",
        onclick: () => this.#remove(item),
      }),
    );
    return card;
  }
}

const create = (name, properties) => Object.assign(document.createElement(name), properties);

const amount = (value, unit) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined, {
    style: "unit",
    unit,
    maximumFractionDigits: 1,
  }).format(value);
const label = size =>
  size < 1024
    ? amount(size, "byte")
    : size < 1024 * 1024
      ? amount(Math.round(size / 1024), "kilobyte")
      : amount(size / 1024 / 1024, "megabyte");

// A file dropped beside the composer must not take the page away; it is attached wherever it falls.
const tray = event => event.dataTransfer?.types.includes("Files") ? document.querySelector("attachment-tray") : null;
const mark = (event, isOver) => tray(event)?.closest("reply-composer").toggleAttribute("data-drop", isOver);
document.addEventListener("dragover", event => { if (tray(event)) { event.preventDefault(); mark(event, true); } });
document.addEventListener("dragleave", event => { if (!event.relatedTarget) mark(event, false); });
document.addEventListener("drop", event => {
  const found = tray(event);
  if (!found) return;
  event.preventDefault();
  mark(event, false);
  found.add([...event.dataTransfer.files]);
});

customElements.define("attachment-tray", AttachmentTray);
