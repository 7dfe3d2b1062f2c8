import { RouterProvider } from '@tanstack/react-router';
import { screen } from '@testing-library/react';
import { setSession } from '../api/session';
import { router } from '../app/router';
import { renderUi } from './render';

/** The whole portal at an address, signed in. */
export async function renderApp(path: string) {
  setSession('test-session');
  router.history.push(path);
  // The router outlives a test, and would draw the page of the one before first, which asks the core again. It is told
  // where it is before it is shown, by itself: the component that carried its transitions out is gone.
  router.startTransition = async (change) => {
    change();
    return true;
  };
  await router.load();
  const view = renderUi(<RouterProvider router={router} />);
  await screen.findByRole('heading', { level: 1 });
  return view;
}
