// The page around the chat. The loader hands over one end of a private channel; nothing else is listened to.
let port;
let told = '';

// changed(state) is called with { open, focus, name, email, externalId, signature, greeting, color, ink, page } at once and on every change.
export function connect(changed) {
  if (parent === window) return changed({ open: true, focus: true, page: {} }); // opened by itself, outside any page
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

const short = (value, limit) => typeof value === 'string' && value ? value.slice(0, limit) : undefined;
const hex = value => /^#[0-9a-f]{6}$/.test(value) ? value : undefined;

const clean = ({ open, focus, name, email, externalId, signature, greeting, color, ink, page }) => ({
  open: Boolean(open),
  focus: Boolean(focus),
  name: short(name, 200),
  email: short(email, 320),
  externalId: short(String(externalId ?? ''), 200),
  signature: short(signature, 200),
  greeting: short(greeting, 1000),
  color: hex(color),
  ink: hex(ink),
  page: { url: short(page?.url, 2000), title: short(page?.title, 300) },
});
