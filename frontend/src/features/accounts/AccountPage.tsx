import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Pencil, Plus, SearchX, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { useMayChange } from '../../api/operator';
import type { Account } from '../../api/types';
import { useCore } from '../../app/core';
import { formatDateTime, formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Identifier } from '../../ui/Identifier';
import { KeyValue } from '../../ui/KeyValue';
import { ObjectHead, ObjectTabs, Section } from '../../ui/ObjectHead';
import { PageHead } from '../../ui/PageHead';
import { useRootDialog } from '../../ui/RootDialog';
import { accountQuery, membersQuery } from './calls';
import { EditAccountDrawer } from './EditAccountDrawer';
import { MemberDrawer, type MemberTask } from './MemberDrawer';
import { MemberTable } from './MemberTable';
import { RemoveMemberDialog } from './RemoveMemberDialog';
import { useAccountActions } from './useAccountActions';

export function AccountPage() {
  const { t } = useTranslation('accounts');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams({ from: '/shell/accounts/$id' });
  const { tab, edit } = useSearch({ from: '/shell/accounts/$id' });
  const { lostAt } = useCore();
  const mayEdit = useMayChange();
  const mayChange = mayEdit && lostAt === null;
  const { data: account, error, refetch } = useQuery(accountQuery(id));

  const toList = () => navigate({ to: '/accounts' });
  if (!account) {
    const missing = error && asApiError(error).status === 404;
    return (
      <>
        <PageHead title={t('title')} />
        {missing ? (
          <EmptyState
            icon={SearchX}
            title={t('page.missing')}
            text={t('page.missingText')}
            actions={<Button onClick={toList}>{t('page.toList')}</Button>}
          />
        ) : (
          error && <ErrorState error={error} title={t('page.failed')} onRetry={() => refetch()} />
        )}
      </>
    );
  }
  const editing = (on: boolean) =>
    navigate({ to: '.', search: (before) => ({ ...before, edit: on ? 'yes' : undefined }), replace: true });
  const shown = tab === 'members' ? 'members' : 'details';
  return (
    <>
      <ObjectHead
        crumb={{ to: '/accounts', label: t('title') }}
        title={account.name}
        meta={
          <>
            <span>{account.realm}</span>
            <span className="mono" translate="no" dir="ltr">
              {account.domain}
            </span>
          </>
        }
      >
        {mayChange && (
          <Button icon={Pencil} onClick={() => editing(true)}>
            {common('action.edit')}
          </Button>
        )}
      </ObjectHead>
      <ObjectTabs
        label={t('tab.label')}
        shown={shown}
        tabs={[
          { name: 'details', label: t('tab.details') },
          { name: 'members', label: t('tab.members'), count: account.members },
        ]}
      />
      <div className="objectbody">
        {shown === 'members' ? (
          <Members account={account} mayChange={mayChange} />
        ) : (
          <Details account={account} mayChange={mayChange} onRemoved={toList} />
        )}
      </div>
      <EditAccountDrawer item={account} open={edit === 'yes' && mayEdit} onClose={() => editing(false)} />
    </>
  );
}

function Members({ account, mayChange }: { account: Account; mayChange: boolean }) {
  const { t } = useTranslation('accounts');
  const dialog = useRootDialog();
  const { data, error, refetch } = useQuery(membersQuery(account.id));
  const [task, setTask] = useState<MemberTask | null>(null);
  const [open, setOpen] = useState(false);
  const begin = (next: MemberTask) => {
    setTask(next);
    setOpen(true);
  };
  if (!data) {
    return error && <ErrorState error={error} title={t('members.failed')} onRetry={() => refetch()} />;
  }
  const members = data.items;
  const add = () => begin({ kind: 'inAccount', account: { id: account.id, name: account.name }, members });
  return (
    <Section
      title={t('members.title')}
      action={
        mayChange && (
          <Button small icon={Plus} onClick={add}>
            {t('members.add')}
          </Button>
        )
      }
    >
      {members.length === 0 ? (
        <p className="t2">{t('members.none')}</p>
      ) : (
        <MemberTable
          of="account"
          members={members}
          mayChange={mayChange}
          onEdit={(member) => begin({ kind: 'edit', member })}
          onRemove={(member) => dialog.show(<RemoveMemberDialog item={member} onClose={dialog.close} />)}
        />
      )}
      {task && <MemberDrawer task={task} open={open} onClose={() => setOpen(false)} />}
    </Section>
  );
}

interface DetailsProps {
  account: Account;
  mayChange: boolean;
  onRemoved: () => void;
}

function Details({ account, mayChange, onRemoved }: DetailsProps) {
  const { t } = useTranslation('accounts');
  const actions = useAccountActions(mayChange);
  const { keys } = account;
  const settings = Object.keys(account.whitelabelSettings).length > 0;
  const or = (text: string) => text || t('fact.blank');
  const byWhom = (moment: string, name: string) => t('fact.byWhom', { date: formatDateTime(moment), name });
  return (
    <>
      <Section title={t('page.token')}>
        <KeyValue
          entries={[
            { label: t('fact.id'), value: <Identifier text={account.id} what={t('fact.id')} /> },
            {
              label: t('fact.customerId'),
              value: <Identifier text={account.customerId} what={t('fact.customerId')} />,
            },
            { label: t('fact.realm'), value: account.realm },
            {
              label: t('fact.domain'),
              value: (
                <span className="mono" translate="no" dir="ltr">
                  {account.domain}
                </span>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t('page.contact')}>
        <KeyValue
          entries={[
            { label: t('fact.repcode'), value: or(account.repcode) },
            { label: t('fact.phone'), value: or(account.customerServicePhone) },
            { label: t('fact.email'), value: or(account.customerServiceEmail) },
          ]}
        />
      </Section>
      <Section title={t('page.whitelabel')}>
        {settings ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          <pre className="code" tabIndex={0} translate="no" dir="ltr">
            {JSON.stringify(account.whitelabelSettings, null, 2)}
          </pre>
        ) : (
          <p className="t2">{t('page.noSettings')}</p>
        )}
      </Section>
      <Section title={t('page.record')}>
        <KeyValue
          entries={[
            {
              label: t('page.keys'),
              value: (
                <Link to="/keys" search={{ account: account.name }}>
                  {t('page.keysOf', { count: keys.total, active: formatNumber(keys.active) })}
                </Link>
              ),
            },
            { label: t('fact.created'), value: byWhom(account.createdAt, account.createdBy) },
            { label: t('fact.changed'), value: byWhom(account.updatedAt, account.updatedBy) },
          ]}
        />
      </Section>
      {mayChange && (
        <Section title={t('page.ending')}>
          <p className="t2">
            {keys.active > 0 ? t('page.live', { count: keys.active }) : t('page.endingText')}
          </p>
          <div className="acts">
            <Button
              look="dangerline"
              icon={Trash2}
              disabled={keys.active > 0}
              onClick={() => actions.remove(account, onRemoved)}
            >
              {t('remove.action')}
            </Button>
          </div>
        </Section>
      )}
    </>
  );
}
