import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { host } from '../platform';
import { keptChoice, useKept } from '../theme/kept';
import { catalogue, languages, offeredOf } from './catalogues';
import { common, type Feature, features } from './resources';
import { loadSaid } from './said';

/** `pseudo` is for tests of what fits: English, stretched. Nobody is offered it. */
const choice = keptChoice<string>('latchkey.language', ['auto', 'pseudo', ...languages], 'auto');

export const useLanguageChoice = () => useKept(choice);

const languageOf = (chosen: string) => (chosen === 'auto' ? offeredOf(navigator.languages) : chosen);

const isFeature = (name: string): name is Feature => Object.hasOwn(features, name);

async function textsOf(language: string, name: string): Promise<object> {
  if (language !== 'en' && language !== 'pseudo') return catalogue(language, name);
  const english = isFeature(name) ? (await features[name]()).default : common;
  if (language === 'en') return english;
  const { pseudoTree } = await import('./pseudo');
  return pseudoTree(english);
}

const files: BackendModule = {
  type: 'backend',
  init() {},
  read(language, name, done) {
    textsOf(language, name).then(
      (texts) => done(null, texts),
      (cause) => done(cause instanceof Error ? cause : new Error(String(cause)), false),
    );
  },
};

/** Starts the texts that every page has. */
export async function startTexts(language = languageOf(choice.now())): Promise<void> {
  i18next.on('languageChanged', (now) => {
    document.documentElement.lang = now === 'pseudo' ? 'en' : now;
    void host.window?.speak(now).catch(() => {}); // it goes on in the one before
  });
  await loadSaid(language);
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      ns: ['common'],
      defaultNS: 'common',
      resources: { en: { common } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** Brings the texts of features. A page names those it shows, so that they are there when it is drawn. */
export function loadTexts(...names: readonly Feature[]): Promise<void> {
  return i18next.loadNamespaces([...names]);
}

/** Says everything in another language, from now on and at the next start. `auto` is that of the browser or system. */
export async function chooseLanguage(next: string): Promise<void> {
  choice.choose(next);
  await Promise.all([loadSaid(languageOf(next)), i18next.changeLanguage(languageOf(next))]);
}

/** The language that dates and numbers are written in: with the region of the browser, where it has one of it. */
export function formatLocale(): string {
  const { language } = i18next;
  if (language === 'en' || language === 'pseudo') return 'en-GB';
  return navigator.languages.find((each) => each.split('-')[0] === language) ?? language;
}
