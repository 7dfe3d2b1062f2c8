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

  // What has the form of a secret, wherever it stands.
  const secretsIn = (text) => (text.match(/[\w-]+/g) ?? []).filter((word) => word.length === 48);
  const answered = new Set();
  const plainFetch = window.fetch;
  window.fetch = async (...args) => {
    const answer = await plainFetch(...args);
    const method = args[0]?.method ?? args[1]?.method ?? 'GET';
    if (method === 'GET') {
      answer
        .clone()
        .text()
        .then((text) => secretsIn(text).forEach((secret) => answered.add(secret)))
        .catch(() => {}); // the page gave it up
    }
    return answer;
  };
  const scripts = Date.now();

  // When the first rows of the start page, or of a list, had been painted.
  let firstRows = 0;
  const rows = new MutationObserver(() => {
    if (!document.querySelector('.lately li, tbody tr[data-index]')) return;
    rows.disconnect();
    requestAnimationFrame(() => setTimeout(() => (firstRows = Date.now())));
  });
  rows.observe(document, { childList: true, subtree: true });

  const name = (el) => (el.getAttribute('aria-label') ?? el.textContent ?? '').trim().replace(/\s+/g, ' ');
  // A box in pixels of the window, whichever way the engine counts those of a page that is zoomed.
  const box = (el) => {
    const scale = outerWidth / document.documentElement.getBoundingClientRect().width;
    const { left, top, right, bottom } = el.getBoundingClientRect();
    const of = { left: left * scale, top: top * scale, right: right * scale, bottom: bottom * scale };
    return { role: el.getAttribute('role') ?? '', ...of };
  };
  const place = (el) => {
    const { left, top, right, bottom } = box(el);
    return { name: name(el), x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2), width: right - left, height: bottom - top };
  };
  const visible = (spot) => spot.width > 0 && spot.height > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].map(place).filter(visible);

  const boxes = (selector) => [...document.querySelectorAll(selector)].map(box).filter(({ left, right }) => right > left);
  const kept = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href, document.cookie]);
  const values = () => [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join('\n');

  const report = () => ({
    route: location.hash,
    title: document.title,
    heading: document.querySelector('h1')?.textContent ?? '',
    rows: document.querySelectorAll('[role=row], tbody tr').length,
    focused: document.activeElement === document.body ? '' : name(document.activeElement ?? document.body),
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    width: innerWidth,
    height: innerHeight,
    wide: Math.round(Math.max(...boxes('html, body, .shell').map(({ right }) => right), 0)),
    text: document.body?.innerText ?? '',
    buttons: all('button'),
    links: all('a[href]'),
    fields: [...document.querySelectorAll('input, textarea')]
      .map((el) => ({ ...place(el), name: el.labels?.[0]?.textContent ?? el.getAttribute('aria-label') ?? '' }))
      .filter(visible),
    secrets: secretsIn(`${document.documentElement.innerHTML}\n${values()}\n${kept()}`),
    answered: [...answered],
    zoom: Math.round((100 * outerWidth) / innerWidth),
    layers: boxes('[role=menu], [role=dialog], [role=listbox]'),
    openers: boxes('[aria-expanded=true]'),
    begun: Math.round(performance.timeOrigin),
    scripts,
    firstRows,
    errors,
  });
  // Nothing under Xvfb can press a window's close button: there is no frame. Quit does what it does.
  addEventListener('keydown', (e) => e.key === 'F9' && window.runtime.Quit(), true);
  setInterval(() => window.runtime?.EventsEmit('smoke', JSON.stringify(report())), 250);
})();
