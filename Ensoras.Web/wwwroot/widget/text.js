// What the chat says, in the visitor's language. The sentences are the desk's, one file per language; numbers,
// plurals and dates follow the language.
let sentences = {}, plural, number;
export let language = 'en', locale = 'en';

// Loads the first of these languages that the desk speaks; load(languages) answers { language, direction, texts }.
export async function speak(wanted, load) {
  const spoken = await load(wanted);
  const pseudo = ['en-xa', 'ar-xb'].includes(spoken.language); // made up, to look at
  language = spoken.language;
  sentences = spoken.texts;
  locale = [...wanted, ...navigator.languages].find(tag => tag.split('-')[0] === language) ?? (pseudo ? 'en' : language);
  plural = new Intl.PluralRules(locale);
  number = new Intl.NumberFormat(locale);
  Object.assign(document.documentElement, { lang: language, dir: spoken.direction });
}

// values.count chooses among the forms of a plural. A sentence that is missing shows its name, which is better than
// nothing.
export function text(name, values = {}) {
  const form = 'count' in values ? `${name}_${plural.select(values.count)}` : name;
  const sentence = sentences[form] ?? sentences[name + '_other'] ?? sentences[name] ?? name;
  return sentence.replace(/\{(\w+)\}/g, (all, key) => {
    const value = values[key] ?? all;
    return typeof value === 'number' ? number.format(value) : apart(value);
  });
}

// A name that runs from right to left, or stands in such a sentence, keeps to its own place in it.
const apart = words => document.dir === 'rtl' || /[\u0590-\u08ff\ufb1d-\ufefc]/.test(words) ? `\u2068${words}\u2069` : words;

// Fills in what a page asks for: data-text is the content, the others are attributes.
export function fill(root) {
  for (const node of root.querySelectorAll('[data-text]')) node.textContent = text(node.dataset.text);
  for (const [data, attribute] of [['label', 'aria-label'], ['hint', 'title'], ['placeholder', 'placeholder']]) {
    for (const node of root.querySelectorAll(`[data-${data}]`)) node.setAttribute(attribute, text(node.dataset[data]));
  }
}

export function when(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(locale, today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

export function size(bytes) {
  const [value, unit] = bytes < 1048576 ? [Math.ceil(bytes / 1024), 'kilobyte'] : [bytes / 1048576, 'megabyte'];
  return value.toLocaleString(locale, { style: 'unit', unit, maximumFractionDigits: 1 });
}

// Whether a text holds anything that can be seen; the desk asks the same.
export const saysSomething = words =>
  /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8\ufffd\u{e0000}-\u{e0fff}]/u.test(
    words,
  );
