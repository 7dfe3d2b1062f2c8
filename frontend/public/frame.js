// Before the first paint: which outline of index.html stands in for the portal until its scripts have run. It is what
// this browser knows by itself; whether the session still holds only the core can say.
(() => {
  const root = document.documentElement;
  const page = location.hash.slice(1).split('?')[0];
  // In the window there is no signing in.
  let signedIn = typeof window.runtime?.ClipboardSetText === 'function';
  try {
    signedIn ||= localStorage.getItem('latchkey.session') !== null;
  } catch {
    // Storage may be forbidden; then nobody is signed in.
  }
  if (page === '/setup') root.dataset.frame = 'none';
  else if (!signedIn || page === '/sign-in') root.dataset.frame = 'entry';
  else root.dataset.frame = page === '/first-run' ? 'bar' : 'shell';

  // Tab would leave a page that has nothing to go to yet, and take with it whatever is typed into the first field. Not
  // for long: nobody is held in a page that does not come.
  const patience = 3_000;
  const holdTab = (event) => {
    const stands = document.readyState === 'loading' || document.getElementById('frame');
    if (!stands || performance.now() > patience) removeEventListener('keydown', holdTab);
    else if (event.key === 'Tab') event.preventDefault();
  };
  addEventListener('keydown', holdTab);
})();
