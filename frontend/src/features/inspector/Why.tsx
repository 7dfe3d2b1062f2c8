import { Link } from '@tanstack/react-router';
import { Check, Minus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import { useNow } from '../../i18n/clock';
import type { ActivityDetail } from './calls';
import { aroundWords, checkName, checkWords, thenWords, toldWords, verdictWords } from './words';

/** How a request was decided: the cause, the checks in order, what would let it pass, and what its client saw. */
export function Why({ item, editing }: { item: ActivityDetail; editing?: boolean }) {
  const { t } = useTranslation('inspector');
  const now = useNow();
  const mayChange = useMayChange() && editing !== false;
  const then = item.refused ? thenWords(item, t) : '';
  return (
    <>
      <div>
        <h3 className="verdict">{verdictWords(item, now, t)}</h3>
        <p className="t2">{aroundWords(item, t)}</p>
      </div>
      {item.checks.length > 0 && (
        <ol className="trace">
          {item.checks.map((check) => (
            <li key={check.check} className={check.result}>
              <Mark result={check.result} />
              <b>{checkName(check, item, t)}</b>
              <span>{checkWords(check, item, t)}</span>
            </li>
          ))}
        </ol>
      )}
      {then && (
        <div className="mend">
          <p>{then}</p>
          <div className="row">
            {mayChange && item.mend && <MendLink item={item} action={item.mend.action} />}
            <OpenLink item={item} />
          </div>
        </div>
      )}
      {item.refused && (
        <div>
          <h3>{t('why.toldTitle')}</h3>
          <p className="code told">{toldWords(item, t)}</p>
          {item.status === 401 && <p className="t3 s12">{t('why.toldAlike')}</p>}
        </div>
      )}
    </>
  );
}

const marks = { passed: Check, failed: X, not_reached: Minus } as const;

function Mark({ result }: { result: keyof typeof marks }) {
  const { t } = useTranslation('inspector');
  const Icon = marks[result];
  const said = { passed: t('why.passed'), failed: t('why.failed'), not_reached: '' }[result];
  return (
    <Icon
      className="i"
      aria-hidden={said === ''}
      aria-label={said || undefined}
      role={said ? 'img' : undefined}
    />
  );
}

type Action = NonNullable<ActivityDetail['mend']>['action'];

/** Where the refusal is mended. */
function MendLink({ item, action }: { item: ActivityDetail; action: Action }) {
  const { t } = useTranslation('inspector');
  const { subject } = item;
  if (!subject) return null;
  const label = t(`why.mend.${action}`, { name: subject.name });
  if (action === 'replace') {
    return (
      <Link className="btn" to="/keys" search={{ task: 'create' }}>
        {label}
      </Link>
    );
  }
  if (action === 'password') {
    return (
      <Link className="btn" to="/users/$id" params={{ id: subject.id }} search={{ tab: 'security' }}>
        {label}
      </Link>
    );
  }
  if (action === 'enable' || action === 'member') {
    return (
      <Link
        className="btn"
        to="/users/$id"
        params={{ id: subject.kind === 'user' ? subject.id : subject.user }}
        search={action === 'member' ? { tab: 'accounts' } : {}}
      >
        {label}
      </Link>
    );
  }
  if (subject.kind === 'authheader') {
    return (
      <Link className="btn" to="/auth-headers/$id" params={{ id: subject.id }} search={{ edit: 'yes' }}>
        {label}
      </Link>
    );
  }
  const task = {
    renew: 'renew',
    rotate: 'rotate',
    addresses: 'edit',
    resume: undefined,
    activate: undefined,
  }[action];
  return (
    <Link className="btn" to="/keys/$id" params={{ id: subject.id }} search={task ? { task } : {}}>
      {label}
    </Link>
  );
}

function OpenLink({ item }: { item: ActivityDetail }) {
  const { t } = useTranslation('inspector');
  const { subject } = item;
  if (!subject || subject.kind === 'signing-key') return null;
  const to = { key: '/keys/$id', authheader: '/auth-headers/$id', user: '/users/$id' } as const;
  return (
    <Link className="btn quiet" to={to[subject.kind]} params={{ id: subject.id }}>
      {t('why.open')}
    </Link>
  );
}
