import { render, screen } from '@testing-library/react';
import { setSession } from '../api/session';
import { App } from '../app/App';
import { router } from '../app/router';

/** The whole portal at an address, signed in. */
export async function renderApp(path: string) {
  setSession('test-session');
  router.history.push(path);
  const view = render(<App />);
  await router.load();
  await screen.findByRole('heading', { level: 1 });
  return view;
}
