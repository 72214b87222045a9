// What is typed into fields that the server binds (an article, settings, a draft's editor) dies with its circuit.
// keepTyped() is called just before a page comes back by reloading; the fields are filled again when they are there
// and live.
// Replies are kept all the time, by <reply-composer>; passwords never.
const prefix = "typed:";
const fields = "textarea, input:is(:not([type]), [type=text], [type=search], [type=email], [type=url], [type=number])";
const touched = new WeakSet();
addEventListener("input", event => touched.add(event.target), { capture: true });

export function keepTyped() {
  const typed = [...document.querySelectorAll(fields)].filter(mayKeep).map(field => [nameOf(field), field.value]);
  try {
    if (typed.length > 0) sessionStorage.setItem(prefix + location.pathname, JSON.stringify(typed));
  } catch { /* storage is full or blocked */ }
}

const mayKeep = field => nameOf(field) !== "" && !field.closest("reply-composer") && touched.has(field);
const nameOf = field => field.id || field.name || field.getAttribute("aria-label") || "";

// A field that is opened by a button, such as the draft's editor, is filled when it is opened again.
export function giveBack() {
  const key = prefix + location.pathname;
  let waiting = new Map();
  try {
    waiting = new Map(JSON.parse(sessionStorage.getItem(key)) ?? []);
  } catch {
    /* nothing that can be read was kept */
  }
  if (waiting.size === 0) return;
  const fill = () => {
    if (location.pathname !== key.slice(prefix.length)) return changes.disconnect();
    if (!document.querySelector("[data-live=true]")) return;
    for (const field of document.querySelectorAll(fields)) {
      const text = waiting.get(nameOf(field));
      if (text === undefined) continue;
      waiting.delete(nameOf(field));
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    try { sessionStorage.setItem(key, JSON.stringify([...waiting])); } catch { /* as above */ }
    if (waiting.size === 0) changes.disconnect();
  };
  const changes = new MutationObserver(fill);
  changes.observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-live"] });
  fill();
}

giveBack();
