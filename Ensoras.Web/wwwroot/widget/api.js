// Calls the desk. Every refusal becomes a Problem with a sentence a visitor understands.
import { text } from './text.js';

const base = new URL('../api/widget/v1/', location.href);

export class Problem extends Error {
  // status 0: no answer. retryAfter: milliseconds, or 0.
  constructor(message, status = 0, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

// Answers the response; throws Problem when the desk refuses or cannot be reached.
export async function request(method, path, { token, body, file, headers, signal = AbortSignal.timeout(file ? 300000 : 20000) } = {}) {
  let response;
  try {
    response = await fetch(new URL(path, base), {
      method,
      signal,
      cache: 'no-store',
      credentials: 'omit',
      body: file ?? (body && JSON.stringify(body)),
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(file && { 'Content-Type': file.type || 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name.toWellFormed?.() ?? file.name) }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
  } catch {
    throw new Problem(text.noConnection);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({})); // a proxy's error page is not JSON
  throw new Problem(problem.detail ?? problem.title ?? text.refused, response.status, waitOf(response));
}

export const call = async (...request_) => {
  const response = await request(...request_);
  return response.status === 204 ? null : response.json();
};

function waitOf(response) {
  const value = response.headers.get('Retry-After');
  if (!value) return 0;
  return Math.max(0, /^\d+$/.test(value) ? value * 1000 : Date.parse(value) - Date.now()) || 0;
}
