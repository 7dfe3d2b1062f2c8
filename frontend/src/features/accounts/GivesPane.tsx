import { Check, Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatList } from '../../i18n/format';
import type { MembershipPreview } from './calls';

const icons = { kept: Check, added: Plus, removed: Minus };
const kinds = ['roles', 'permissions'] as const;

/** What a membership gives once it is saved, each word with what becomes of it. */
export function GivesPane({ account, preview }: { account: string; preview: MembershipPreview | undefined }) {
  const { t } = useTranslation('accounts');
  const all = preview ? [...preview.roles, ...preview.permissions] : [];
  const count = all.filter(({ change }) => change !== 'removed').length;
  return (
    <aside className="gives" aria-label={t('gives.title')} aria-busy={!preview}>
      <div className="row parthead">
        <h2 className="grow">{t('gives.title')}</h2>
        {preview && <span className="t3 s12 num">{t('gives.count', { count })}</span>}
      </div>
      {preview && (
        <>
          <p className="t3 s12">
            {t('gives.where', { account })}{' '}
            {t('gives.flat', {
              roles: t('gives.roles', { count: preview.flat.roles }),
              permissions: t('gives.permissions', { count: preview.flat.permissions }),
            })}
          </p>
          {all.length === 0 && <p className="t2">{t('gives.nothing')}</p>}
          {kinds.map(
            (kind) =>
              preview[kind].length > 0 && (
                <section key={kind} aria-label={t(`member.${kind}`)}>
                  <h3>{t(`member.${kind}`)}</h3>
                  <ul>
                    {preview[kind].map(({ word, change, elsewhere }) => {
                      const Icon = icons[change];
                      const also =
                        elsewhere.length > 0 && t('gives.also', { accounts: formatList(elsewhere) });
                      return (
                        <li key={word} className={change}>
                          <Icon className="i i14" aria-hidden="true" />
                          <span className="mono wrap" translate="no">
                            {word}
                          </span>
                          <span className="source s12">
                            {[change !== 'kept' && t(`gives.${change}`), also].filter(Boolean).join(', ')}
                          </span>
                        </li>
                      );
                    })}
                  </ul>
                </section>
              ),
          )}
        </>
      )}
    </aside>
  );
}
