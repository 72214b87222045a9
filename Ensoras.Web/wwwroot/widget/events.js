// Server-sent events read with fetch, because the token travels in a header and never in an address.
import { request } from './api.js';
import { backOff, Pause } from './pause.js';

const silence = 40000; // the desk sends a heartbeat each 15 seconds
const hiddenFor = 30000; // a tab nobody sees gives its connection back

// Follows one session until stopped. on.event(name, id, data), on.open(newestNumber), on.down(), on.refused(status).
export function follow(token, on) {
  const pause = new Pause();
  let lastId = 0, failures = 0, stopped = false, reading, hiding;

  async function run() {
    while (!stopped) {
      if (document.hidden && hiding === 0) {
        await new Promise(resolve => document.addEventListener('visibilitychange', resolve, { once: true }));
        continue;
      }
      let wait = 0;
      try {
        await connect();
      } catch (error) {
        if (stopped) return;
        if ([401, 404, 410].includes(error.status)) return on.refused(error.status);
        wait = error.retryAfter ?? 0;
      }
      if (stopped || hiding === 0) continue;
      on.down();
      await pause.for(Math.max(wait, backOff(failures++)));
    }
  }

  async function connect() {
    reading = new AbortController();
    let watch = setTimeout(() => reading.abort(), silence);
    try {
      const headers = { Accept: 'text/event-stream', ...(lastId && { 'Last-Event-ID': lastId }) };
      const response = await request('GET', 'events', { token, headers, signal: reading.signal });
      on.open(Number(response.headers.get('Last-Event-ID')));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const take = parser((name, id, data) => {
        if (id) lastId = Math.max(lastId, id);
        on.event(name, id, data);
      });
      for (let part; !(part = await reader.read()).done;) {
        failures = 0;
        clearTimeout(watch);
        watch = setTimeout(() => reading.abort(), silence);
        take(part.value);
      }
    } finally {
      clearTimeout(watch);
    }
  }

  function visibility() {
    clearTimeout(hiding);
    hiding = document.hidden ? setTimeout(() => { hiding = 0; reading?.abort(); }, hiddenFor) : undefined;
  }

  document.addEventListener('visibilitychange', visibility);
  visibility();
  run();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', visibility);
    clearTimeout(hiding);
    pause.end();
    reading?.abort();
  };
}

// Answers a function that takes text as it arrives and calls back once per complete event.
export function parser(emit) {
  let rest = '', name = 'message', id = 0, data = [];
  return part => {
    const lines = (rest + part).split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines) {
      const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
      if (field === 'event') name = value;
      else if (field === 'id') id = Number(value);
      else if (field === 'data') data.push(value);
      else if (line === '') {
        if (data.length) emit(name, id, JSON.parse(data.join('\n')));
        name = 'message';
        id = 0;
        data = [];
      }
    }
  };
}
