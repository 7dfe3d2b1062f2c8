import { createHashHistory, type RouterHistory } from '@tanstack/react-router';
import { newId } from '../api/newId';

/**
 * The history of the address behind #. An address that is typed by hand makes an entry without the number that the
 * router gives its own, and counts as the way back to the first one: kept from leaving, one would still be taken away.
 * So it gets the next number, before the router looks.
 */
export function createPortalHistory(): RouterHistory {
  let history: RouterHistory | undefined;
  window.addEventListener(
    'popstate',
    () => {
      if (!history || window.history.state !== null) return;
      const key = newId();
      const state = { __TSR_index: history.location.state.__TSR_index + 1, __TSR_key: key, key };
      // Not the router's own, which takes each call for a move.
      History.prototype.replaceState.call(window.history, state, '');
    },
    true,
  );
  history = createHashHistory();
  return history;
}
