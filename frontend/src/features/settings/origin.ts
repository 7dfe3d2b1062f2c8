import type { TFunction } from 'i18next';
import type { Status } from '../../api/types';
import texts from './settings.en';

type Words = TFunction<'settings'>;
export type Setting = NonNullable<Status['settings']>[number];

/** A setting that nobody fixed from outside is this portal's to change. */
export function isOurs(setting: Setting | undefined): boolean {
  return setting !== undefined && (setting.origin === 'default' || setting.origin === 'portal');
}

/** What kind of place it is set in; the place itself, such as LATCHKEY_LISTEN, stands beside it. */
export function originWord(origin: string, t: Words): string {
  if (origin === 'default' || origin === 'portal') return t(`listener.origin.${origin}`);
  if (origin.startsWith('--')) return t('listener.origin.flag');
  return t(origin.startsWith('LATCHKEY_') ? 'listener.origin.environment' : 'listener.origin.file');
}

export function settingName(name: string, t: Words): string {
  const known = texts.setting;
  return Object.hasOwn(known, name) ? t(`setting.${name as keyof typeof known}`) : name;
}
