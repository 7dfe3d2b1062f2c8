/** What holds on every page and in every dialog. */
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { comes } from './wait.mjs';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds because of the markup that Swagger UI makes, which is not ours to change: a main of its own, fields
 * that are named by a table. The list may not grow.
 */
const swaggerRules = [
  'heading-order',
  'label',
  'landmark-main-is-top-level',
  'landmark-no-duplicate-main',
  'landmark-unique',
  'select-name',
];

/** What of it depends on colours: all that a second theme can change. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * No violation of WCAG 2.2 AA and of axe's best practice, but for what Swagger UI is known for where it is shown. With
 * `colours` only what another theme can break.
 */
export async function isAccessible(page, where, { colours = false } = {}) {
  const known = (await page.locator('.swagger-ui').count()) > 0 ? swaggerRules : [];
  // One frame, so axe needs no second page to put it together.
  const runOnly = colours ? { type: 'rule', values: colourRules } : { type: 'tag', values: tags };
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ runOnly, resultTypes: ['violations'] })
    .analyze();
  holds(
    violations.filter(({ id }) => !known.includes(id)),
    where,
  );
}

function holds(violations, where) {
  const found = violations.map(({ id, help, nodes }) => {
    const at = nodes.slice(0, 4).map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map(({ message }) => message).join('; ');
      return `      ${node.target.join(' ')}: ${why}`;
    });
    return `    ${id}: ${help}\n${at.join('\n')}`;
  });
  assert.equal(found.length, 0, `axe, ${where}:\n${found.join('\n')}`);
}

/**
 * Nothing makes the page itself scroll sideways, and no control stands outside the window. A layer moves to its place a
 * moment after the window has changed.
 */
export const fits = (page, where) => comes(() => sideways(page), '', where);

function sideways(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    const width = document.documentElement.clientWidth;
    if (root.scrollWidth <= width && document.body.scrollWidth <= width) {
      const outside = [...document.querySelectorAll('button, a[href], input, select, textarea, h1, h2')]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          if (box.width === 0 || box.height === 0 || box.right <= width + 1) return false;
          for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
            if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return false;
          }
          return true;
        })
        .map((element) => `${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`);
      return outside.length > 0 ? `outside the window: ${outside.join(', ')}` : '';
    }
    const widest = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 4)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return `the page is ${root.scrollWidth} wide in ${width}: ${widest.join(', ')}`;
  });
}

/** No text is cut off without an ellipsis to say so, once it is written in its own font. */
export const cutsNothing = (page, where) =>
  comes(() => cut(page), [], `${where}: cut off without an ellipsis`);

function cut(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, label, h1, h2, h3, th, [role=tab], [role=menuitem]')]
      .filter((element) => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0 || style.visibility === 'hidden') return false;
        if (style.textOverflow === 'ellipsis' || element.closest('[data-may-cut]')) return false;
        return /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => `${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`),
  );
}

/** No console error, no CSP violation, no request to anywhere but loopback. */
export function behaved(page, where) {
  assert.deepEqual(page.faults, [], where);
}

/** The secret is in no text, attribute, storage or history of the page. */
export async function holdsNowhere(page, secret, where) {
  const places = await page.evaluate((needle) => {
    const found = [];
    const walk = (root, name) => {
      if (root.innerHTML?.includes(needle)) found.push(name);
      for (const element of root.querySelectorAll('*')) {
        if ('value' in element && typeof element.value === 'string' && element.value.includes(needle))
          found.push(`value of ${element.tagName}`);
        if (element.shadowRoot) walk(element.shadowRoot, `shadow of ${element.tagName}`);
      }
    };
    walk(document.documentElement, 'document');
    for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) {
      if (JSON.stringify(storage).includes(needle)) found.push(name);
    }
    if (location.href.includes(needle) || JSON.stringify(history.state ?? null).includes(needle))
      found.push('address');
    if (document.cookie.includes(needle)) found.push('cookie');
    return found;
  }, secret);
  assert.deepEqual(places, [], where);
}
