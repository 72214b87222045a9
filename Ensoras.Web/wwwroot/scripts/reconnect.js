// The thin bar of a lost connection. Blazor says what state it is in and sets the classes on #components-reconnect-modal
// (pages.css draws them); when it gives up ("failed") or the server no longer knows the page ("rejected", and
// "resume-failed" after a pause), this waits for the server and comes back by itself, with what was half typed.
import { keepTyped } from "./typed.js";

// The bar of a page that failed (#blazor-error-ui): its link reloads the page, and what was half typed comes along.
document.querySelector("#blazor-error-ui .reload")?.addEventListener("click", keepTyped, { capture: true });

const first = 1000, longest = 8000;
let waiting = false, state = "hide";

const bar = document.getElementById("components-reconnect-modal");
bar?.addEventListener("components-reconnect-state-changed", event => {
  state = event.detail.state;
  if (waiting || !gone()) return;
  waiting = true;
  comeBack().finally(() => { waiting = false; });
});

const gone = () => state === "failed" || rejected();
const rejected = () => state === "rejected" || state === "resume-failed";

async function comeBack() {
  for (let pause = first; gone(); pause = Math.min(pause * 1.5, longest)) {
    if (await serverAnswers() && (rejected() || await circuitIsLost())) {
      keepTyped();
      return location.reload();
    }
    await wake(pause);
  }
}

// A server that answers anything but "bad gateway" is back; a redirect to sign-in counts.
async function serverAnswers() {
  try {
    const answer = await fetch(bar.dataset.poll ?? location.href, {
      method: "HEAD",
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(5000),
    });
    return answer.type === "opaqueredirect" || answer.status < 500;
  } catch {
    return false;
  }
}

// True when the circuit cannot be continued; false when it goes on, or when the line broke again.
async function circuitIsLost() {
  try {
    return !await Blazor.reconnect();
  } catch {
    return false;
  }
}

// The pause ends early when the network comes back or the person looks at the page again.
function wake(pause) {
  return new Promise(resolve => {
    const stop = new AbortController();
    const done = () => { stop.abort(); clearTimeout(timer); resolve(); };
    const timer = setTimeout(done, pause);
    addEventListener("online", done, { signal: stop.signal });
    document.addEventListener("visibilitychange", done, { signal: stop.signal });
  });
}
