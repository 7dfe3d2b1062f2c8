import { useId } from 'react';
import { useTranslation } from 'react-i18next';
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
  const id = useId();
  const choices: { label: string; value: PasswordChoice }[] = [
    ...(mayBeNone ? [{ label: t('form.passwordNone'), value: { kind: 'none' } as const }] : []),
    { label: t('form.passwordMade'), value: { kind: 'made' } },
    { label: t('form.passwordTyped'), value: { kind: 'typed', text: '' } },
  ];
  return (
    <div>
      <div className="label" id={id}>
        {t('form.password')}
      </div>
      <div className="pills" role="radiogroup" aria-labelledby={id}>
        {choices.map((choice) => (
          <label key={choice.value.kind}>
            <input
              type="radio"
              name={id}
              checked={choice.value.kind === value.kind}
              onChange={() => onChange(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
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
    </div>
  );
}
