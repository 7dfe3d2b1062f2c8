import { configure, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect } from 'vitest';

// A machine that builds something else beside the tests takes its time.
configure({ asyncUtilTimeout: 30_000 });

/**
 * What cannot be pressed yet swallows a press without a word, and where an answer makes it ready the test would depend on
 * which of the two is first. So it is waited for, as by somebody at the screen.
 */
for (const name of ['click', 'type', 'clear'] as const) {
  const act = userEvent[name] as (element: Element, ...rest: unknown[]) => Promise<void>;
  Reflect.set(userEvent, name, async (element: Element, ...rest: unknown[]) => {
    if (element.matches(':disabled')) await waitFor(() => expect(element).toBeEnabled());
    await act(element, ...rest);
  });
}
