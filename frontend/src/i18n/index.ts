import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { common, type Feature, features } from './resources';

const languagePlace = 'latchkey.language';

function chosenLanguage(): string {
  try {
    return localStorage.getItem(languagePlace) ?? 'en';
  } catch {
    return 'en';
  }
}

const isFeature = (name: string): name is Feature => Object.hasOwn(features, name);

/** English, or what the language `pseudo` makes of it: it stretches every text, for tests of what fits. */
async function textsOf(language: string, name: string): Promise<object> {
  const english = isFeature(name) ? (await features[name]()).default : common;
  if (language !== 'pseudo') return english;
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
export async function startTexts(language = chosenLanguage()): Promise<void> {
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

/** The language that dates and numbers are written in. */
export function formatLocale(): string {
  return i18next.language === 'en' || i18next.language === 'pseudo' ? 'en-GB' : i18next.language;
}
