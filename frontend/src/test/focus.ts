import { waitFor } from '@testing-library/react';
import { expect } from 'vitest';

/**
 * Waits until that has the focus, looking for it again each time. A layer gives it to its first field, and a form to
 * what was refused in it, a moment after they are drawn: no test asks `toHaveFocus` by itself (lint/waits.grit).
 */
export const focused = (find: () => HTMLElement) => waitFor(() => expect(find()).toHaveFocus());
