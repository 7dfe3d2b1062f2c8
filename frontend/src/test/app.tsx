import { RouterProvider } from '@tanstack/react-router';
import { screen } from '@testing-library/react';
import { setSession } from '../api/session';
import { router } from '../app/router';
import { renderUi } from './render';

/** The whole portal at an address, signed in. */
export async function renderApp(path: string) {
  setSession('test-session');
  router.history.push(path);
  const view = renderUi(<RouterProvider router={router} />);
  await router.load();
  await screen.findByRole('heading', { level: 1 });
  return view;
}
