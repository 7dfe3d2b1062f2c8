import '@testing-library/jest-dom/vitest';
// First: the modules of the portal and React look for these when they are loaded.
import { slowAnswers } from './slow';
import './browser';
import { notifications } from '@mantine/notifications';
import { cleanup } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { queryClient } from '../api/queries';
import { setLeaving, setSession } from '../api/session';
import { setSessionEnded } from '../api/sessionEnd';
import { loadTexts, startTexts } from '../i18n';
import { type Feature, features } from '../i18n/resources';
import { server } from './server';
import './patience';

beforeAll(async () => {
  await startTexts('en');
  await loadTexts(...(Object.keys(features) as Feature[]));
  server.listen({ onUnhandledRequest: 'error' });
  slowAnswers();
});
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  setSessionEnded(false);
  setLeaving(false);
  // Somebody has signed in since the last one signed out.
  setSession('');
  notifications.clean();
  server.resetHandlers();
  queryClient.clear();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
