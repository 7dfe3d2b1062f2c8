// Reports what the page shows, four times a second, and everything that went
// wrong since it began to load.
(() => {
  const errors = [];
  addEventListener('error', (e) => errors.push(String(e.message ?? e.target?.src ?? e.type)), true);
  addEventListener('unhandledrejection', (e) => errors.push(`unhandled: ${e.reason}`));
  document.addEventListener('securitypolicyviolation', (e) => errors.push(`policy: ${e.violatedDirective} ${e.blockedURI}`));
  const consoleError = console.error;
  console.error = (...args) => {
    errors.push(args.map(String).join(' '));
    consoleError(...args);
  };

  // When the first rows of the start page, or of a list, had been painted.
  let firstRows = 0;
  const rows = new MutationObserver(() => {
    if (!document.querySelector('.changes li, tbody tr')) return;
    rows.disconnect();
    requestAnimationFrame(() => setTimeout(() => (firstRows = Date.now())));
  });
  rows.observe(document, { childList: true, subtree: true });

  const name = (el) => (el.getAttribute('aria-label') ?? el.textContent ?? '').trim().replace(/\s+/g, ' ');
  const place = (el) => {
    const box = el.getBoundingClientRect();
    return { name: name(el), x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2), width: box.width, height: box.height };
  };
  const visible = (spot) => spot.width > 0 && spot.height > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].map(place).filter(visible);

  const report = () => ({
    route: location.hash,
    title: document.title,
    heading: document.querySelector('h1')?.textContent ?? '',
    rows: document.querySelectorAll('[role=row], tbody tr').length,
    focused: document.activeElement === document.body ? '' : name(document.activeElement ?? document.body),
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    width: innerWidth,
    height: innerHeight,
    text: document.body?.innerText ?? '',
    buttons: all('button'),
    links: all('a[href]'),
    fields: [...document.querySelectorAll('input, textarea')]
      .map((el) => ({ ...place(el), name: el.labels?.[0]?.textContent ?? el.getAttribute('aria-label') ?? '' }))
      .filter(visible),
    firstRows,
    errors,
  });
  // Nothing under Xvfb can press a window's close button: there is no frame. Quit does what it does.
  addEventListener('keydown', (e) => e.key === 'F9' && window.runtime.Quit(), true);
  setInterval(() => window.runtime?.EventsEmit('smoke', JSON.stringify(report())), 250);
})();
