import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { Section } from '../../ui/ObjectHead';
import { MemberDrawer } from '../accounts/MemberDrawer';
import { MembershipEditor } from '../accounts/MembershipEditor';
import { MemberTable } from '../accounts/MemberTable';
import type { Drafts } from '../accounts/memberDraft';

interface UserAccountsProps {
  user: User;
  mayEdit: boolean;
  /** The core is away: nothing is saved meanwhile, and nothing lost. */
  lost: boolean;
  /** What is not saved yet outlives a look at another part of the page. */
  drafts: Drafts;
  onDrafts: (next: Drafts) => void;
  notes: ReactNode;
}

/** The accounts of a user, and what it may do in each. */
export function UserAccounts({ user, mayEdit, lost, drafts, onDrafts, notes }: UserAccountsProps) {
  const { t } = useTranslation('accounts');
  const [adding, setAdding] = useState(false);
  const who = { id: user.id, username: user.username };
  const members = user.memberships.map((membership) => ({ ...membership, user: who }));
  if (!mayEdit) {
    return (
      <div className="objectbody">
        {notes}
        <Section title={t('title')}>
          {members.length === 0 ? (
            <p className="t2">{t('members.noneOfUser')}</p>
          ) : (
            <MemberTable of="user" members={members} mayChange={false} />
          )}
        </Section>
      </div>
    );
  }
  return (
    <>
      <MembershipEditor
        user={user}
        lost={lost}
        drafts={drafts}
        onDrafts={onDrafts}
        onAdd={() => setAdding(true)}
        notes={notes}
      />
      <MemberDrawer
        task={{ kind: 'ofUser', user: who, members }}
        open={adding}
        onClose={() => setAdding(false)}
      />
    </>
  );
}
