import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldLabel } from '../../ui/FieldLabel';
import { operatorRoles, type Profile, type TextField } from './userForm';

interface ProfileFieldsProps {
  value: Profile;
  onChange: (change: Partial<Profile>) => void;
  faults: Partial<Record<keyof Profile, string>>;
}

/** Who it is. */
export function ProfileFields({ value, onChange, faults }: ProfileFieldsProps) {
  const { t } = useTranslation('users');
  const fieldOf = (field: TextField) => ({
    value: value[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [field]: event.currentTarget.value }),
    error: faults[field],
    autoComplete: 'off',
    spellCheck: false,
  });
  const optional = t('form.optional');
  return (
    <>
      <TextInput
        {...fieldOf('username')}
        label={<FieldLabel text={t('form.username')} aside={t('form.usernameHint')} />}
        placeholder={t('form.usernamePlaceholder')}
        autoCapitalize="none"
        data-autofocus
      />
      <TextInput
        {...fieldOf('firstName')}
        label={<FieldLabel text={t('form.firstName')} aside={optional} />}
      />
      <TextInput {...fieldOf('lastName')} label={<FieldLabel text={t('form.lastName')} aside={optional} />} />
      <TextInput
        {...fieldOf('email')}
        label={<FieldLabel text={t('form.email')} aside={optional} />}
        inputMode="email"
      />
    </>
  );
}

interface OperatorFieldProps {
  value: Profile['operator'];
  onChange: (role: Profile['operator']) => void;
  error: string | undefined;
  owner: boolean;
}

/** What the user may do in this portal: for owners to give. */
export function OperatorField({ value, onChange, error, owner }: OperatorFieldProps) {
  const { t } = useTranslation('users');
  return (
    <Select
      label={t('form.operator')}
      description={owner ? t(`form.operatorHint.${value}`) : t('form.onlyOwner')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={operatorRoles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      value={value}
      onChange={(role) => onChange(operatorRoles.find((each) => each === role) ?? 'none')}
      allowDeselect={false}
      disabled={!owner}
      error={error}
    />
  );
}
