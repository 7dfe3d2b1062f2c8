/**
 * Every page of the portal and every layer that opens from it, in one table. A row is all that a new page needs to be
 * held against axe in both themes, against the smallest window, 200 % and a longer language, and to get its pictures:
 *
 *   path    where it is, after the #
 *   name    what it is called in reports; its pictures are named after it
 *   shown   a locator that is there once the page is (v is a Visitor: v.row, v.heading, v.text, v.button…)
 *   also    waited for, too, before the page is looked at (optional)
 *   layers  dialogs and drawers: name → what opens it. It is closed again by Esc.
 *   menus   name → the button that opens it
 *   walk    further states of the page: v.visit('name') at each (optional)
 *   picture false where no picture is wanted
 *
 * A new file stands in `groups`; each group is told on a program of its own with the sample's data in it.
 */
import { goTo } from '../harness/steps.mjs';
import { api } from './api.mjs';
import { acts, headers, keys } from './keys.mjs';
import { observe } from './observe.mjs';
import { accounts, users } from './people.mjs';
import { settings } from './settings.mjs';
import { lost, shell } from './shell.mjs';

export const groups = {
  keys,
  'acts on keys, and headers': [...acts, ...headers],
  'users and accounts': [...users, ...accounts],
  'what happened': observe,
  'the API': api,
  settings,
  // The core is gone after the last of them.
  'the shell': [...shell, ...lost],
};

/** Goes to a place and waits until it is there. */
export async function arrive(v, { path, shown, also }) {
  await goTo(v.tab, path);
  await shown(v).first().waitFor();
  await also?.(v);
}

/** A place with everything that opens from it. */
export async function explore(v, place) {
  await arrive(v, place);
  await v.visit(place.name);
  for (const [name, open] of Object.entries(place.layers ?? {})) await v.layer(name, () => open(v));
  for (const [name, opener] of Object.entries(place.menus ?? {})) await v.menu(name, opener(v));
  await place.walk?.(v);
}
