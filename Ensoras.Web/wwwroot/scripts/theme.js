// Loaded by a blocking <script src> in <head>, before the stylesheets' first paint, so the page never flashes the
// other theme.
// <html data-theme> is the stored choice or else the system's; a click on [data-theme-switch] changes it.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const apply = () => {
    const theme = stored() ?? (system.matches ? "dark" : "light");
    if (root.dataset.theme !== theme) root.dataset.theme = theme;
  };
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  // Enhanced navigation makes <html> like the server's, which knows no theme: put it back before the next paint.
  new MutationObserver(apply).observe(root, { attributeFilter: ["data-theme"] });
  addEventListener("click", event => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      // Choosing what the system has anyway means following the system again.
      if (next === (system.matches ? "dark" : "light")) localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch { return; } // storage is blocked: the system's theme stays
    apply();
  });
})();
