// The server's time by the browser's clock, which may be minutes off. The page says once when the server made it:
// <html data-now="2026-03-01T10:02:00.000Z">. From then on both clocks run alike.
const answered = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
const made = Date.parse(document.documentElement.dataset.now ?? "");
const ahead = Number.isNaN(made) ? 0 : made - (Date.now() - (performance.now() - answered));

/** The server's time now, in milliseconds. */
export const serverNow = () => Date.now() + ahead;
