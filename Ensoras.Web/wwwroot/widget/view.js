// What moves on screen: the scrolled thread, the dots of who is typing, the sentences above and below.
import { text } from './text.js';

const at = id => document.getElementById(id);
let atEnd = true, typingOff;

export function toNewest() {
  atEnd = true;
  at('scroll').scrollTop = at('scroll').scrollHeight;
  at('newest').hidden = true;
}

// A message came in: a visitor who reads further up is offered the way down.
export const offerNewest = () => { at('newest').hidden = atEnd; };

// A visitor at the end stays there, whatever grows; one who reads further up is left alone.
export function keepPlace() {
  const scroll = at('scroll');
  let top = 0;
  scroll.onscroll = () => {
    // Only who scrolls up leaves the end; a picture that comes in below must not push it away.
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60 || (atEnd && scroll.scrollTop >= top);
    top = scroll.scrollTop;
    if (atEnd) at('newest').hidden = true;
  };
  const watch = new ResizeObserver(() => { if (atEnd) toNewest(); });
  for (const id of ['scroll', 'log', 'waiting']) watch.observe(at(id));
}

// Only what is new from here on is read aloud, not the whole history.
export function readAloud() {
  setTimeout(() => at('log').ariaLive = 'polite', 200);
}

export function showTyping(name) {
  clearTimeout(typingOff);
  at('typing').hidden = !name;
  at('typing').firstElementChild.textContent = name ? text('isTyping', { name }) : '';
  if (name) typingOff = setTimeout(() => showTyping(), 30000); // a lost "off" must not type for ever
}

export const showBreak = lost => { at('bar').hidden = !lost; };

export const showLoss = lost => { at('loss').hidden = !lost; };

export const showProblem = sentence => { at('typing').nextElementSibling.textContent = sentence; };

export function colour({ color, ink }) {
  if (!color) return;
  document.documentElement.style.setProperty('--accent', color);
  document.documentElement.style.setProperty('--on-accent', ink);
}
