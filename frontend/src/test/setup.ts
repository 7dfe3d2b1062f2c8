import '@testing-library/jest-dom/vitest';
// First: the modules of the portal look for these when they are loaded.
import './browser';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { queryClient } from '../api/queries';
import { loadTexts, startTexts } from '../i18n';
import { type Feature, features } from '../i18n/resources';
import { server } from './server';

// A machine that builds something else beside the tests takes its time.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(async () => {
  await startTexts('en');
  await loadTexts(...(Object.keys(features) as Feature[]));
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  server.resetHandlers();
  queryClient.clear();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
