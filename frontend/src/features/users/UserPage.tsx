import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CircleX, Hourglass, Lock, LockKeyhole, Pencil, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import type { User } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDate } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { ObjectHead, ObjectTabs } from '../../ui/ObjectHead';
import { PageHead } from '../../ui/PageHead';
import { useUnsaved } from '../../ui/useUnsaved';
import { changedOf, noDrafts } from '../accounts/memberDraft';
import { userQuery } from './calls';
import { EditUserDrawer } from './EditUserDrawer';
import { PasswordDrawer } from './PasswordDrawer';
import { fullName, passwordState, stateLook, stateOf } from './status';
import { UserAccounts } from './UserAccounts';
import { UserHeaders } from './UserHeaders';
import { UserKeys } from './UserKeys';
import { UserProfile } from './UserProfile';
import { UserSecurity } from './UserSecurity';
import { useRole } from './useRole';

const tabs = ['profile', 'accounts', 'keys', 'headers', 'security'] as const;

export function UserPage() {
  const { id } = useParams({ from: '/shell/users/$id' });
  // What is not saved of one user is nothing to another.
  return <OneUser key={id} id={id} />;
}

function OneUser({ id }: { id: string }) {
  const { t } = useTranslation('users');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const { tab, task } = useSearch({ from: '/shell/users/$id' });
  const { mayEdit, mayEditOne, mayChange, mayTouch } = useRole();
  const [drafts, setDrafts] = useState(noDrafts);
  const { data: user, error, refetch } = useQuery(userQuery(id));
  const { question } = useUnsaved(user !== undefined && changedOf(user.memberships, drafts).length > 0);

  const toList = () => navigate({ to: '/users' });
  if (!user) {
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
  const begin = (next: 'edit' | 'password' | undefined) =>
    navigate({ to: '.', search: (before) => ({ ...before, task: next }), replace: true });
  const shown = tabs.find((name) => name === tab) ?? 'profile';
  const mine = mayTouch(user);
  const state = stateOf(user);
  const { tone, icon } = stateLook(state);
  const notes = (
    <>
      {mayChange && !mine && (
        <Note tone="info" icon={Lock}>
          {t('page.guarded', { user: user.username })}
        </Note>
      )}
      {user.disabled && (
        <Note tone="danger" icon={CircleX}>
          {t('page.disabled')}
        </Note>
      )}
    </>
  );
  return (
    <>
      <ObjectHead
        crumb={{ to: '/users', label: t('title') }}
        title={fullName(user) || user.username}
        marks={
          <>
            <Chip tone={tone} icon={icon}>
              {t(`state.${state}`)}
            </Chip>
            {user.operator !== 'none' && (
              <span className="tag">{t('operator', { role: t(`role.${user.operator}`) })}</span>
            )}
          </>
        }
        meta={<Meta user={user} />}
      >
        {mine && (
          <>
            <Button icon={LockKeyhole} onClick={() => begin('password')}>
              {t('action.password')}
            </Button>
            <Button icon={Pencil} onClick={() => begin('edit')}>
              {common('action.edit')}
            </Button>
          </>
        )}
      </ObjectHead>
      <ObjectTabs
        label={t('tab.label')}
        shown={shown}
        tabs={[
          { name: 'profile', label: t('tab.profile') },
          { name: 'accounts', label: t('tab.accounts'), count: user.memberships.length },
          { name: 'keys', label: t('tab.keys'), count: user.keys.total },
          { name: 'headers', label: t('tab.headers'), count: user.authHeaders },
          { name: 'security', label: t('tab.security') },
        ]}
      />
      {shown === 'accounts' ? (
        <UserAccounts
          user={user}
          mayEdit={mayEdit}
          lost={mayEdit && !mayChange}
          drafts={drafts}
          onDrafts={setDrafts}
          notes={notes}
        />
      ) : shown === 'keys' ? (
        <UserKeys user={user} />
      ) : shown === 'headers' ? (
        <UserHeaders user={user} />
      ) : (
        <div className="objectbody">
          {notes}
          {shown === 'profile' && <UserProfile user={user} />}
          {shown === 'security' && (
            <UserSecurity
              user={user}
              mayChange={mine}
              onSetPassword={() => begin('password')}
              onRemoved={toList}
            />
          )}
        </div>
      )}
      <EditUserDrawer
        item={user}
        open={task === 'edit' && mayEditOne(user)}
        onClose={() => begin(undefined)}
      />
      <PasswordDrawer
        item={user}
        open={task === 'password' && mayEditOne(user)}
        onClose={() => begin(undefined)}
      />
      {question}
    </>
  );
}

function Meta({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const now = useNow();
  const state = passwordState(user, now);
  const { lastSignIn, passwordExpires } = user;
  return (
    <>
      {fullName(user) && <span translate="no">{user.username}</span>}
      {user.email && <span translate="no">{user.email}</span>}
      <span>
        {lastSignIn ? t('page.signedIn', { when: formatAgo(lastSignIn.at, now) }) : t('page.neverSignedIn')}
      </span>
      {state && passwordExpires && (
        <span className="warned">
          <Hourglass className="i i14" aria-hidden="true" />
          {t(state === 'expired' ? 'page.expired' : 'page.expires', { date: formatDate(passwordExpires) })}
        </span>
      )}
    </>
  );
}
