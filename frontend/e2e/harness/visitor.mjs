import { settled } from './steps.mjs';

/** Somebody who walks through the portal in one language and finds everything by the names that stand there. */
export class Visitor {
  /** `say` gives the words of the language; `visit` is called at each place with its name. */
  constructor({ program, tab, say, visit }) {
    Object.assign(this, { program, tab, say, visit });
  }

  /** The layer on top. */
  get dialog() {
    return this.tab.getByRole('dialog').last();
  }

  button(text, values = {}, within = this.tab) {
    return within.getByRole('button', { name: this.say(text, values), exact: true });
  }

  /** A button that copies or reveals one of several things: "Copy: Secret". */
  buttonFor(text, what) {
    return this.tab.getByRole('button', { name: `${this.say(text)}: ${this.say(what)}`, exact: true });
  }

  heading(text) {
    return this.tab.getByRole('heading', { name: this.say(text), exact: true });
  }

  text(text, values = {}) {
    return this.tab.getByText(this.say(text, values));
  }

  /** By the beginning of its label: a word about it may stand behind. */
  field(text, within = this.tab) {
    return within.getByLabel(this.startsWith(text));
  }

  startsWith(text) {
    return new RegExp(`^${literally(this.say(text))}`);
  }

  row(name) {
    return this.tab.getByRole('row', { name: new RegExp(literally(name)) });
  }

  /** Opens a layer, shows it, closes it again. */
  async layer(place, open) {
    await open();
    await this.dialog.waitFor();
    await this.visit(place);
    await this.closed();
  }

  /** The same of a menu. */
  async menu(place, opener) {
    await opener.click();
    await this.tab.getByRole('menu').waitFor();
    await this.visit(place);
    await settled(this.tab);
    await this.tab.keyboard.press('Escape');
    await gone(this.tab.getByRole('menu'));
  }

  async rowAction(name, item) {
    await this.button('Actions for {{name}}', { name }).click();
    await this.tab.getByRole('menuitem', { name: this.say(item), exact: true }).click();
  }

  /** Chooses in a field that searches while somebody types. */
  async pick(label, name) {
    await this.field(label, this.dialog).fill(name);
    await this.tab.getByRole('option', { name: new RegExp(literally(name)) }).click();
  }

  /** A part of an object's page, by the tabs that lead to it. */
  async part(of, name, place) {
    const parts = this.tab.getByRole('navigation', { name: this.say(of), exact: true });
    await parts.getByRole('link', { name: this.startsWith(name) }).click();
    await this.visit(place);
  }

  /** Closing an edit shows the details again that it was opened from. */
  async closed() {
    const layers = this.tab.getByRole('dialog');
    for (let tries = 0; tries < 4; tries += 1) {
      if ((await layers.count()) === 0) return;
      await settled(this.tab);
      const top = await layers.last().elementHandle();
      await this.tab.keyboard.press('Escape');
      // That very layer is gone: how long a busy machine takes for it is its own affair.
      await top?.waitForElementState('hidden');
    }
    await gone(layers);
  }
}

export const gone = (locator) => locator.waitFor({ state: 'detached' });

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
