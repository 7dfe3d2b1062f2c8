import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { useEdit } from '../../ui/useEdit';
import { VersionConflict } from '../../ui/VersionConflict';
import { useEditUser } from './calls';
import { OperatorField, ProfileFields } from './ProfileFields';
import { useRole } from './useRole';
import { type Profile, profileChange, profileFaults, profileOf, textFields } from './userForm';

interface EditUserDrawerProps {
  item: User;
  open: boolean;
  onClose: () => void;
}

export function EditUserDrawer({ item, open, onClose }: EditUserDrawerProps) {
  const { t } = useTranslation('users');
  const { owner } = useRole();
  const { base, form, set, faults, change, changed, submit, drawer, conflict } = useEdit({
    item,
    open,
    formOf: profileOf,
    changeOf: (profile: Profile, user) => profileChange(profile, profileOf(user)),
    save: useEditUser(),
    // That an operator needs a password is said at the role: there is no password in this form.
    fieldOf: (member) => (member === 'password' ? 'operator' : member),
    onSaved: (user) => {
      toast(t('done.saved', { name: user.username }));
      onClose();
    },
  });

  const consequence = () => {
    if (!changed) return t('form.nothing');
    return [
      change.username && t('form.renamed'),
      change.operator === 'none' && t('form.demoted'),
      change.operator &&
        change.operator !== 'none' &&
        t('form.promoted', { role: t(`role.${change.operator}`) }),
      t('form.changes'),
    ]
      .filter(Boolean)
      .join(' ');
  };
  const shown = (profile: Profile, field: keyof Profile) =>
    field === 'operator' ? t(`role.${profile.operator}`) : profile[field];
  return (
    <FormDrawer
      {...drawer}
      open={open}
      title={t('form.editTitle', { name: base.username })}
      onClose={onClose}
      onSubmit={() =>
        submit(
          Object.fromEntries(
            Object.entries(profileFaults(form)).map(([field, name]) => [field, t(`form.required.${name}`)]),
          ),
        )
      }
      action={t('form.save')}
      consequence={consequence()}
    >
      {conflict && (
        <VersionConflict
          {...conflict}
          rows={([...textFields, 'operator'] as const)
            .filter((field) => field in change)
            .map((field) => ({
              label: t(`form.${field}`),
              mine: shown(form, field),
              theirs: shown(profileOf(conflict.theirs), field),
            }))}
        />
      )}
      <ProfileFields value={form} onChange={set} faults={faults} />
      <OperatorField
        value={form.operator}
        onChange={(operator) => set({ operator })}
        error={faults.operator}
        owner={owner}
      />
    </FormDrawer>
  );
}
