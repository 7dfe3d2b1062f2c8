import { setupServer } from 'msw/node';

/** The core as a test wants it: each test says with server.use(...) what is answered. Anything else fails the test. */
export const server = setupServer();
