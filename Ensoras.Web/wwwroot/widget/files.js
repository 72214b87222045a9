// The files of a message: pictures are shown once they come into sight, others are saved. Fetched with the token in a
// header, so that an address alone opens nothing.
import { request } from './api.js';
import { size, text } from './text.js';

const patience = 300000; // 10 MB over a slow line

// token() answers the session's token of now.
export function drawFiles(files, token) {
  const list = make('div', { className: 'files' });
  list.append(...files.map(file => file.isImage ? picture(file, token) : card(file, token)));
  return list;
}

async function fetchFile({ id }, token) {
  const response = await request('GET', `attachments/${id}`, { token: token(), signal: AbortSignal.timeout(patience) });
  return URL.createObjectURL(await response.blob());
}

function card(file, token) {
  const button = make('button', { type: 'button', className: 'file', title: text('save', { name: file.name }) });
  const note = make('span', { textContent: size(file.size) });
  button.append(make('bdi', { textContent: file.name }), note);
  button.onclick = async () => {
    button.disabled = true;
    try {
      const href = await fetchFile(file, token);
      make('a', { href, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
      note.textContent = size(file.size);
    } catch (problem) {
      note.textContent = problem.message;
    }
    button.disabled = false;
  };
  return button;
}

function picture(file, token) {
  const link = make('a', { className: 'picture', target: '_blank', rel: 'noopener', title: file.name });
  const image = make('img', { alt: file.name });
  link.append(image);
  const watch = new IntersectionObserver(async ([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    try {
      link.href = image.src = await fetchFile(file, token);
    } catch {
      link.replaceWith(card(file, token)); // can be asked for again
    }
  }, { rootMargin: '200px' });
  watch.observe(link);
  return link;
}

const make = (name, properties) => Object.assign(document.createElement(name), properties);
