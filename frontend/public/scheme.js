// Before the first paint: the chosen colours and size, so that a dark page does not start white, nor a large one small.
(() => {
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('latchkey.scheme') || 'auto';
    const zoom = Number(localStorage.getItem('latchkey.zoom'));
    if (zoom >= 50 && zoom <= 300 && zoom !== 100) document.documentElement.style.zoom = String(zoom / 100);
  } catch {
    // Storage may be forbidden; the system's choice is then as good as any.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
