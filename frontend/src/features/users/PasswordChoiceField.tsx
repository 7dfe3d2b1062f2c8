import { useTranslation } from 'react-i18next';
import { ChoicePills } from '../../ui/ChoicePills';
import { PasswordField } from '../entry/PasswordField';
import { StrengthMeter } from '../entry/StrengthMeter';
import { strengthOf } from '../entry/strength';
import type { PasswordChoice } from './password';

interface PasswordChoiceFieldProps {
  value: PasswordChoice;
  onChange: (value: PasswordChoice) => void;
  error: string | undefined;
  /** Names a password should not hold. */
  personal: readonly string[];
  mayBeNone: boolean;
}

/** No password, one made here, or one that is typed. */
export function PasswordChoiceField({
  value,
  onChange,
  error,
  personal,
  mayBeNone,
}: PasswordChoiceFieldProps) {
  const { t } = useTranslation('users');
  const choices: { label: string; value: PasswordChoice }[] = [
    ...(mayBeNone ? [{ label: t('form.passwordNone'), value: { kind: 'none' } as const }] : []),
    { label: t('form.passwordMade'), value: { kind: 'made' } },
    { label: t('form.passwordTyped'), value: { kind: 'typed', text: '' } },
  ];
  return (
    <ChoicePills
      label={t('form.password')}
      choices={choices.map((choice) => ({ value: choice.value.kind, label: choice.label }))}
      value={value.kind}
      onChange={(kind) => {
        const choice = choices.find((each) => each.value.kind === kind);
        if (choice) onChange(choice.value);
      }}
    >
      {value.kind === 'typed' ? (
        <PasswordField
          mt={8}
          aria-label={t('form.password')}
          autoComplete="new-password"
          value={value.text}
          onChange={(event) => onChange({ kind: 'typed', text: event.currentTarget.value })}
          error={error}
          description={
            <StrengthMeter strength={strengthOf(value.text, personal)} length={[...value.text].length} />
          }
        />
      ) : (
        <div className={error ? 'hint error' : 'hint'} role={error ? 'alert' : undefined}>
          {error ?? t(value.kind === 'made' ? 'form.madeHint' : 'form.noneHint')}
        </div>
      )}
    </ChoicePills>
  );
}
