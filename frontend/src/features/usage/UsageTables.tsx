import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import type { Usage, UsageSubject } from './calls';
import { reasonWords } from './tally';

/** Who and what the logins of a span were. */
export function UsageTables({ usage }: { usage: Usage }) {
  const { t } = useTranslation('usage');
  return (
    <div className="usagetables">
      <Panel title={t('table.keys')} empty={usage.keys.length === 0}>
        <Subjects rows={usage.keys} />
      </Panel>
      <Panel title={t('table.users')} empty={usage.users.length === 0}>
        <Subjects rows={usage.users} />
      </Panel>
      <Panel title={t('table.reasons')} empty={usage.reasons.length === 0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('table.reason')}</th>
              <th scope="col" className="count">
                {t('table.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {usage.reasons.map(({ reason, count }) => (
              <tr key={reason}>
                <td className="what">{reasonWords(reason, t)}</td>
                <td className="count">{formatNumber(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t('table.addresses')} empty={usage.addresses.length === 0}>
        <Tallies
          head={t('table.address')}
          rows={usage.addresses.map(({ address, ok, refused }, at) => ({
            id: address || `rest-${at}`,
            what: address ? (
              <span className="mono" translate="no" dir="ltr">
                {address}
              </span>
            ) : (
              <span className="t3">
                {at === usage.addresses.length - 1 && at > 0 ? t('table.others') : t('table.local')}
              </span>
            ),
            ok,
            refused,
          }))}
        />
      </Panel>
      {usage.authHeaders.length > 0 && (
        <Panel title={t('table.headers')} empty={false}>
          <Subjects rows={usage.authHeaders} />
        </Panel>
      )}
    </div>
  );
}

function Panel({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
  const { t } = useTranslation('usage');
  return (
    <div className="panel">
      <div className="charthead">
        <h2>{title}</h2>
      </div>
      {empty ? (
        <p className="nothing t3">{t('table.empty')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="scrolls" tabIndex={0} aria-label={title}>
          {children}
        </section>
      )}
    </div>
  );
}

function Subjects({ rows }: { rows: readonly UsageSubject[] }) {
  const { t } = useTranslation('usage');
  return (
    <Tallies
      head={t('table.name')}
      rows={rows.map(({ subject, ok, refused }) => ({
        id: subject.id,
        what: (
          <>
            <SubjectLink subject={subject} />
            {subject.kind !== 'user' && <div className="t3 s12 cut">{subject.user}</div>}
          </>
        ),
        ok,
        refused,
      }))}
    />
  );
}

/** The page of what was used, by its present name. */
function SubjectLink({ subject }: { subject: UsageSubject['subject'] }) {
  const { id, name } = subject;
  if (subject.kind === 'key') {
    return (
      <Link to="/keys/$id" params={{ id }} className="subject cut" translate="no">
        {name}
      </Link>
    );
  }
  if (subject.kind === 'authheader') {
    return (
      <Link to="/auth-headers/$id" params={{ id }} className="subject cut" translate="no">
        {name}
      </Link>
    );
  }
  return (
    <Link to="/users/$id" params={{ id }} className="subject cut" translate="no">
      {name}
    </Link>
  );
}

interface TallyRow {
  id: string;
  what: ReactNode;
  ok: number;
  refused: number;
}

function Tallies({ head, rows }: { head: string; rows: readonly TallyRow[] }) {
  const { t } = useTranslation('usage');
  return (
    <table className="plain-table tally">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className="count">
            {t('table.accepted')}
          </th>
          <th scope="col" className="count">
            {t('table.refused')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, what, ok, refused }) => (
          <tr key={id}>
            <td className="what">{what}</td>
            <td className="count">{formatNumber(ok)}</td>
            <td className={refused > 0 ? 'count refused' : 'count t3'}>{formatNumber(refused)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
