// A tab that nobody has looked at for some minutes gives its circuit back to the server (data-pause-after, in seconds, on
// the reconnect bar), and takes another when it is looked at again: the same address, the same place, the same half-typed
// text. What happens meanwhile it hears from inbox-alert.js, which hears "tab-paused" and "tab-resumed" from here.
import { giveBack, keepTyped } from "./typed.js";

const bar = document.getElementById("components-reconnect-modal");
const scrolled = [".page-body", "message-thread"];
const inUse = ".mud-dialog, .mud-popover-open, dialog[open], details.menu[open], attachment-tray progress"; // lives in the circuit only
let timer, isPaused = false, places = [];

if (bar) document.addEventListener("visibilitychange", turn);

function turn() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") timer = setTimeout(pause, bar.dataset.pauseAfter * 1000);
  else if (isPaused) resume();
}

async function pause() {
  if (!document.querySelector("[data-live=true]")) return;
  if (document.querySelector(inUse)) return turn();
  keepTyped();
  places = scrolled.map(selector => [selector, document.querySelector(selector)?.scrollTop ?? 0]);
  isPaused = await Blazor.pauseCircuit();
  if (isPaused) dispatchEvent(new Event("tab-paused"));

  // Looked at again at this very moment.
  if (isPaused && document.visibilityState !== "hidden") resume();
}

// When the server has forgotten the page, or is away, reconnect.js reloads it as soon as there is an answer.
async function resume() {
  isPaused = false;
  if (!await Blazor.resumeCircuit().catch(() => false)) {
    bar.dispatchEvent(new CustomEvent("components-reconnect-state-changed", { detail: { state: "resume-failed" } }));
    return;
  }
  dispatchEvent(new Event("tab-resumed"));
  giveBack();
  putBack();
}

// The page is drawn again: its lists stand at their beginning until they are put back, or until the person scrolls.
function putBack() {
  const until = performance.now() + 2000, stop = new AbortController();
  for (const touch of ["wheel", "keydown", "pointerdown"]) addEventListener(touch, () => stop.abort(), { signal: stop.signal, capture: true, passive: true });
  const step = () => {
    if (stop.signal.aborted || performance.now() > until) return stop.abort();
    for (const [selector, top] of places) {
      const list = document.querySelector(selector);
      if (list && Math.abs(list.scrollTop - top) > 1) list.scrollTop = top;
    }
    requestAnimationFrame(step);
  };
  step();
}
