// Draws the chat launcher on any page and, once it is opened, the chat in a frame from the desk's origin.
(() => {
  const source = document.currentScript.src;
  const earlier = document.querySelector('ensoras-chat');
  window.ensoras ??= {};
  if (earlier) return void Object.assign(window.ensoras, earlier.controls);
  const project = window.ensoras.project;
  if (!project) return console.error('Ensoras chat: window.ensoras.project is not set.');

  // From the resource files; a test holds them together.
  const labels = {
    en: {
      chat: "Chat",
      openChat: "Open chat",
      openChatUnread: "Open chat, {count} unread",
      closeChat: "Close chat",
      chatSandboxed: "The chat can't run here, because this page is shown in a restricted frame.",
      chatUnavailable: "The chat couldn't be loaded. Check your connection and try again.",
    },
    de: {
      chat: "Chat",
      openChat: "Chat öffnen",
      openChatUnread: "Chat öffnen, {count} ungelesen",
      closeChat: "Chat schließen",
      chatSandboxed:
        "Der Chat kann hier nicht laufen, weil diese Seite in einem eingeschränkten Rahmen angezeigt wird.",
      chatUnavailable: "Der Chat konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
    },
  };

  const address = new URL('chat.html', source);
  address.hash = 'project=' + encodeURIComponent(project);
  const key = 'ensoras:' + project;
  const host = document.createElement('ensoras-chat');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{all:initial!important;position:fixed!important;inset-block:auto 20px!important;inset-inline:auto 20px!important;z-index:2147483000!important;color-scheme:light dark!important;font:600 12px/20px system-ui,sans-serif!important}
button{all:unset;position:relative;z-index:1;display:grid;place-items:center;width:56px;height:56px;border-radius:50%;cursor:pointer;box-shadow:0 2px 6px #0003,0 6px 20px #0003;transition:transform .15s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #1d4ed8}
svg{width:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
span{position:absolute;top:-4px;inset-inline-end:-4px;box-sizing:border-box;min-width:20px;padding:0 5px;border-radius:10px;background:#c81e1e;color:#fff;text-align:center}
iframe,p{position:fixed;inset-inline-end:20px;bottom:92px;border:0;border-radius:16px;background:Canvas;box-shadow:0 8px 40px #0004}
iframe{width:384px;height:min(640px,100dvh - 112px);transition:opacity .15s,transform .15s,visibility .15s}
iframe:not(.open){visibility:hidden;opacity:0;transform:translateY(8px)}
p{box-sizing:border-box;width:320px;max-width:calc(100vw - 40px);margin:0;padding:14px 16px;color:CanvasText;font-weight:400;font-size:15px}
p:empty{display:none}
@media(max-width:480px){iframe{inset:0;width:100%;height:var(--height,100dvh);border-radius:0}.ready.open~button{visibility:hidden}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{:host{display:none!important}}`);
  root.adoptedStyleSheets = [sheet];

  // Built element by element: a page's Trusted Types policy would refuse markup.
  const button = document.createElement('button');
  button.type = 'button';
  const badge = document.createElement('span');
  const notice = document.createElement('p');
  notice.role = 'alert';
  const svg = (name, attributes) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
    return node;
  };
  const path = svg('path', {});
  const icon = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  icon.append(path);
  button.append(icon, badge);
  root.append(button, notice);

  let frame, port, told, timer, shown = false, focused = false, unread = 0, problem = '';

  // A page may forbid storage; then the chat merely starts closed on every page.
  const remember = (storage, value, name = key) => {
    try {
      if (value) window[storage].setItem(name, value);
      else if (value === null) window[storage].removeItem(name);
      else return window[storage].getItem(name);
    } catch { return null; }
  };

  // What the site asks for, else what the page is in; the chat adds what the browser prefers.
  const languages = () => [window.ensoras?.language, document.documentElement.lang].filter(Boolean);
  const say = name => {
    const tag = [...languages(), ...navigator.languages].map(each => each.split('-')[0]).find(each => labels[each]) ?? 'en';
    return labels[tag][name].replace('{count}', unread.toLocaleString(tag));
  };

  // Whether more than one person has signed in on this browser, or nobody can tell.
  const isShared = () => {
    const id = window.ensoras?.externalId;
    if (!id) return false;
    const name = key + ':who';
    const me = String([...String(id)].reduce((sum, each) => (sum * 31 + each.codePointAt()) | 0, 7));
    const before = remember('localStorage', undefined, name);
    if (before !== me) remember('localStorage', before ? '*' : me, name);
    return remember('localStorage', undefined, name) !== me;
  };

  const colours = () => {
    const context = document.createElement('canvas').getContext('2d');
    context.fillStyle = '#2f55d4';
    context.fillStyle = window.ensoras?.color ?? '';
    const color = /^#.{6}$/.test(context.fillStyle) ? context.fillStyle : '#2f55d4';
    const [r, g, b] = [1, 3, 5].map(i => (parseInt(color.slice(i, i + 2), 16) / 255) ** 2.2);
    return { color, ink: 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff' };
  };

  const state = () => {
    const { name, email, externalId, signature, greeting } = window.ensoras ?? {};
    const { origin, pathname, search, hash } = location;
    // A plain fragment may hold a secret; one that begins with a slash is an address within the page.
    const url = origin + pathname + search + (/^#!?\//.test(hash) ? hash : '');
    return {
      open: shown, focus: focused, name, email, externalId, signature, greeting, ...colours(), shared: isShared(),
      languages: languages(), page: { url, title: document.title },
    };
  };

  const tell = () => {
    if (!port) return isShared();
    const now = state();
    if (told === JSON.stringify(now)) return;
    told = JSON.stringify(now);
    port.postMessage(now);
  };

  const draw = () => {
    const { color, ink } = colours();
    button.style.background = color;
    button.style.color = ink;
    path.setAttribute('d', shown ? 'M6 9l6 6 6-6' : 'M21 12a8 8 0 0 1-8 8H4l1.6-3.2A8 8 0 1 1 21 12z');
    button.ariaLabel = say(shown ? 'closeChat' : unread ? 'openChatUnread' : 'openChat');
    button.ariaExpanded = String(shown);
    badge.textContent = unread > 99 ? '99+' : unread;
    badge.hidden = shown || !unread;
    badge.style.display = badge.hidden ? 'none' : '';
    notice.textContent = shown && problem ? say(problem) : '';
    frame?.classList.toggle('open', shown);
  };

  // The page or the network keeps the chat away: the launcher says so, and the next click tries again.
  const fail = name => {
    problem = name;
    frame?.remove();
    frame = port = undefined;
    draw();
  };

  const load = () => {
    if (frame) return;
    if (self.origin === 'null') return fail('chatSandboxed'); // nothing of the desk's would be allowed to run
    problem = '';
    frame = document.createElement('iframe');
    frame.title = say('chat');
    frame.src = address.href;
    timer = setTimeout(fail, 20000, 'chatUnavailable');
    // The frame gets one end of a private channel, handed over to the desk's exact origin only.
    frame.onload = () => {
      const channel = new MessageChannel();
      port = channel.port1;
      clearTimeout(timer);
      timer = setTimeout(fail, 5000, 'chatUnavailable');
      port.onmessage = ({ data }) => {
        clearTimeout(timer);
        frame.classList.add('ready');
        if (data.close) close();
        if ('unread' in data) {
          unread = data.unread;
          remember('localStorage', data.active ? 'active' : null);
          draw();
        }
      };
      told = JSON.stringify(state());
      frame.contentWindow.postMessage(state(), address.origin, [channel.port2]);
    };
    root.prepend(frame);
  };

  const show = (open, focus) => {
    if (open) load();
    shown = open;
    focused = Boolean(focus);
    remember('sessionStorage', open ? 'open' : null);
    draw();
    tell();
    if (focus) (open && frame || button).focus();
  };
  const open = () => show(true, true);
  const close = () => shown && show(false, true);

  button.onclick = () => shown ? close() : open();
  visualViewport?.addEventListener('resize', () => host.style.setProperty('--height', visualViewport.height + 'px'));
  host.controls = { open, close };
  Object.assign(window.ensoras, host.controls);
  draw();
  tell();
  setInterval(tell, 1000);
  document.documentElement.append(host);

  const resume = () => {
    if (remember('sessionStorage') && innerWidth > 480) show(true);
    else if (remember('localStorage')) load();
  };
  document.readyState === 'complete' ? resume() : addEventListener('load', resume);
})();
