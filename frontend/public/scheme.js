// Before the first paint: the chosen colours, so that a dark page does not start white.
(() => {
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('latchkey.scheme') || 'auto';
  } catch {
    // Storage may be forbidden; the system's choice is then as good as any.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
