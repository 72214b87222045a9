// The page around the chat. The loader hands over one end of a private channel; nothing else is listened to.
import { whole } from './api.js';

let port;
let told = '';

// changed(state) is called with what clean answers, at once and on every change.
export function connect(changed) {
  if (parent === window) return changed(clean({ open: true, focus: true })); // opened by itself, outside any page
  addEventListener('message', ({ source, ports, data }) => {
    if (source !== parent || port || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data }) => changed(clean(data));
    tell({});
    changed(clean(data));
  });
}

export const requestClose = () => tell({ close: true });

export function report(state) {
  const now = JSON.stringify(state);
  if (now !== told) tell(state);
  told = now;
}

const tell = state => port?.postMessage(state);

// Cut between characters, as a person sees them.
function short(value, limit) {
  if (typeof value !== 'string' || !value) return undefined;
  return whole(value.length > limit ? value.slice(0, new Intl.Segmenter().segment(value).containing(limit).index) : value);
}

const hex = value => /^#[0-9a-f]{6}$/.test(value) ? value : undefined;

const clean = ({ open, focus, name, email, externalId, signature, shared, greeting, color, ink, page, languages }) => ({
  open: Boolean(open),
  focus: Boolean(focus),
  name: short(name, 200),
  email: short(email, 320),
  externalId: short(String(externalId ?? ''), 200),
  signature: short(signature, 200),
  shared: Boolean(shared), // more than one person has signed in on this browser
  greeting: short(greeting, 1000),
  color: hex(color),
  ink: hex(ink),
  page: { url: short(page?.url, 2000), title: short(page?.title, 300) },
  languages: [...languages ?? [], ...navigator.languages].map(each => short(each, 35)).filter(Boolean),
});
