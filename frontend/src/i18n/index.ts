import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './resources';

const languagePlace = 'latchkey.language';

function chosenLanguage(): string {
  try {
    return localStorage.getItem(languagePlace) ?? 'en';
  } catch {
    return 'en';
  }
}

/** Starts the texts. The language `pseudo` stretches the English ones, for tests of what fits. */
export async function startTexts(language = chosenLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: { en },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  if (language === 'pseudo') {
    const { pseudoTree } = await import('./pseudo');
    for (const [name, texts] of Object.entries(en)) {
      i18next.addResourceBundle('pseudo', name, pseudoTree(texts));
    }
    await i18next.changeLanguage('pseudo');
  }
}

/** The language that dates and numbers are written in. */
export function formatLocale(): string {
  return i18next.language === 'en' || i18next.language === 'pseudo' ? 'en-GB' : i18next.language;
}
