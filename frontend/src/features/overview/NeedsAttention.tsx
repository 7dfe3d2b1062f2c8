import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../i18n/clock';
import { formatNumber } from '../../i18n/format';
import { reasonWords } from '../usage/tally';
import { attentionLook, attentionWords } from './attention';
import type { Attention } from './calls';

/** What somebody has to look at, the most urgent first, each with the way to mend it. */
export function NeedsAttention({ items, mayChange }: { items: readonly Attention[]; mayChange: boolean }) {
  const { t } = useTranslation('overview');
  const count = items.reduce((sum, item) => sum + item.count, 0);
  return (
    <section className="panel" aria-label={t('attention.title')}>
      <div className="charthead">
        <h2>{t('attention.title')}</h2>
        {count > 0 && <span className="t3 num">{formatNumber(count)}</span>}
      </div>
      {items.length === 0 ? (
        <p className="nothing t2">{t('attention.none')}</p>
      ) : (
        <ul className="need">
          {items.map((item) => (
            <Item key={`${item.kind} ${item.subject?.id ?? ''}`} item={item} mayChange={mayChange} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ item, mayChange }: { item: Attention; mayChange: boolean }) {
  const { t } = useTranslation('overview');
  const { t: usage } = useTranslation('usage');
  const now = useNow();
  const { icon: Icon, urgency } = attentionLook(item.kind);
  const { title, text } = attentionWords(item, now, t, (reason) => reasonWords(reason, usage));
  return (
    <li>
      <Icon className={`i ${urgency}`} aria-hidden="true" />
      <div className="grow">
        <div className="l1 cut" title={title}>
          {title}
        </div>
        <div className="l2 cut" title={text}>
          {text}
        </div>
      </div>
      <MendLink item={item} mayChange={mayChange} />
    </li>
  );
}

const look = 'btn small soft';

/** Where it is mended. Who may change nothing is shown the thing itself. */
function MendLink({ item, mayChange }: { item: Attention; mayChange: boolean }) {
  const { t } = useTranslation('overview');
  const id = item.subject?.id ?? '';
  switch (item.kind) {
    case 'key_expired_called':
      return (
        <Link
          className={look}
          to="/keys/$id"
          params={{ id }}
          {...(mayChange && { search: { task: 'renew' } })}
        >
          {t(mayChange ? 'mend.renew' : 'mend.show')}
        </Link>
      );
    case 'key_expiring':
      return item.count > 1 ? (
        <Link className={look} to="/keys" search={{ only: 'expiring' }}>
          {t('mend.show')}
        </Link>
      ) : (
        <Link
          className={look}
          to="/keys/$id"
          params={{ id }}
          {...(mayChange && { search: { task: 'extend' } })}
        >
          {t(mayChange ? 'mend.extend' : 'mend.show')}
        </Link>
      );
    case 'rotation_ending':
    case 'key_blocked_called':
      return (
        <Link className={look} to="/keys/$id" params={{ id }}>
          {t('mend.review')}
        </Link>
      );
    case 'header_expiring':
      return (
        <Link className={look} to="/auth-headers/$id" params={{ id }}>
          {t('mend.show')}
        </Link>
      );
    case 'passwords_expiring':
      return item.count > 1 ? (
        <Link className={look} to="/users">
          {t('mend.show')}
        </Link>
      ) : (
        <Link className={look} to="/users/$id" params={{ id }}>
          {t('mend.show')}
        </Link>
      );
    case 'keys_unused':
      return (
        <Link className={look} to="/keys" search={{ sort: 'lastUsed' }}>
          {t('mend.show')}
        </Link>
      );
    case 'signing_key_old':
      return (
        <Link className={look} to="/settings/signing-keys">
          {t('mend.signing')}
        </Link>
      );
    case 'backup_failed':
    case 'backup_old':
    case 'backup_missing':
      return (
        <Link className={look} to="/settings/backup">
          {t('mend.backup')}
        </Link>
      );
    case 'recovery_key_missing':
      return (
        <Link className={look} to="/settings/store">
          {t('mend.recovery')}
        </Link>
      );
    default:
      return null;
  }
}
