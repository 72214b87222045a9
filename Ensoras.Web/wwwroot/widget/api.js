// Calls the desk. Every refusal becomes a Problem with a sentence a visitor understands.
import { language, text } from './text.js';

const base = new URL('../api/widget/v1/', location.href);
const notFinal = [408, 425, 429];

export class Problem extends Error {
  // status 0: no answer. retryAfter: milliseconds, or 0.
  constructor(message, status = 0, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  // Trying the same again would be refused again.
  get isFinal() { return this.status >= 400 && this.status < 500 && !notFinal.includes(this.status); }
}

// Answers the response; throws Problem when the desk refuses or cannot be reached.
export async function request(method, path, { token, body, file, headers, cache = 'no-store', signal = AbortSignal.timeout(file ? 300000 : 20000) } = {}) {
  let response;
  try {
    response = await fetch(new URL(path, base), {
      method,
      signal,
      cache,
      credentials: 'omit',
      body: file ?? (body && JSON.stringify(body)),
      headers: {
        'Accept-Language': language,
        ...(body && { 'Content-Type': 'application/json' }),
        ...(file && { 'Content-Type': file.type || 'application/octet-stream', 'X-File-Name': encodeURIComponent(whole(file.name)) }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
  } catch {
    throw new Problem(text('noConnection'));
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({})); // a proxy's error page is not JSON
  throw new Problem(problem.detail ?? problem.title ?? text('refused'), response.status, waitOf(response.headers));
}

export const call = async (...request_) => {
  const response = await request(...request_);
  return response.status === 204 ? null : response.json();
};

// Half of a character, as a cut leaves it, is nothing that JSON or an address can carry.
export const whole = words => words.toWellFormed?.() ?? words.replace(/\p{Surrogate}/gu, '\ufffd');

// Seconds, or a date, which only the desk's own clock can tell how far away it is. Between 1 and 30 seconds, never
// exactly as long for all who wait.
export function waitOf(headers) {
  const value = headers.get('Retry-After')?.trim();
  if (!value) return 0;
  const wait = /^\d+$/.test(value) ? value * 1000 : Date.parse(value) - Date.parse(headers.get('Date'));
  return Number.isNaN(wait) ? 0 : Math.min(30000, Math.max(1000, wait) * (1 + Math.random() / 4));
}
