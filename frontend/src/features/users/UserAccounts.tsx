import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { Button } from '../../ui/Button';
import { Section } from '../../ui/ObjectHead';
import { useRootDialog } from '../../ui/RootDialog';
import { MemberDrawer, type MemberTask } from '../accounts/MemberDrawer';
import { MemberTable } from '../accounts/MemberTable';
import { RemoveMemberDialog } from '../accounts/RemoveMemberDialog';

/** The accounts of a user, and what it may do in each. */
export function UserAccounts({ user, mayChange }: { user: User; mayChange: boolean }) {
  const { t } = useTranslation('accounts');
  const dialog = useRootDialog();
  const [task, setTask] = useState<MemberTask | null>(null);
  const [open, setOpen] = useState(false);
  const begin = (next: MemberTask) => {
    setTask(next);
    setOpen(true);
  };
  const who = { id: user.id, username: user.username };
  const members = user.memberships.map((membership) => ({ ...membership, user: who }));
  return (
    <Section
      title={t('title')}
      action={
        mayChange && (
          <Button small icon={Plus} onClick={() => begin({ kind: 'ofUser', user: who, members })}>
            {t('members.addAccount')}
          </Button>
        )
      }
    >
      {members.length === 0 ? (
        <p className="t2">{t('members.noneOfUser')}</p>
      ) : (
        <MemberTable
          of="user"
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
