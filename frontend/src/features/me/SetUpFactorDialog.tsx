import { TextInput } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { PasswordField } from '../entry/PasswordField';
import { type Enrolment, secretly, useRenewMe } from './calls';
import { Qr } from './Qr';
import { RecoveryCodesDialog } from './RecoveryCodes';
import { useSecretAct } from './useSecretAct';
import './me.css';

/** A second factor: the password again, the QR code with a code to prove it was read, and the recovery codes. */
export function SetUpFactorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('me');
  const renew = useRenewMe();
  const act = useSecretAct(['password', 'code']);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  if (codes) return <RecoveryCodesDialog codes={codes} onClose={onClose} />;
  const begin = () =>
    act.run(async () => {
      setEnrolment(await secretly.begin(password));
      setPassword('');
    });
  const confirm = () =>
    act.run(async () => {
      const made = await secretly.confirm(code);
      setCodes(made.recoveryCodes);
      await renew();
    });
  return (
    <FactorForm
      title={t('setUp.title')}
      lead={t(enrolment ? 'setUp.scan' : 'setUp.lead')}
      action={t(enrolment ? 'setUp.confirm' : 'setUp.next')}
      act={act}
      onSubmit={enrolment ? confirm : begin}
      onClose={onClose}
    >
      {enrolment ? (
        <div className="qr">
          <Qr rows={enrolment.qr} label={t('setUp.qr')} />
          <ol>
            <li>{t('setUp.step1')}</li>
            <li>
              {t('setUp.step2')}
              <div className="mono wrap" translate="no" dir="ltr">
                {enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}
              </div>
            </li>
            <li>
              <CodeField value={code} onChange={setCode} error={act.faults.code} label={t('setUp.code')} />
            </li>
          </ol>
        </div>
      ) : (
        <PasswordField
          label={t('password.current')}
          name="current-password"
          autoComplete="current-password"
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={act.faults.password}
        />
      )}
    </FactorForm>
  );
}

/** New recovery codes in place of the old ones. */
export function NewCodesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('me');
  const renew = useRenewMe();
  const act = useSecretAct(['code']);
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodesDialog codes={codes} onClose={onClose} />;
  const submit = () =>
    act.run(async () => {
      const made = await secretly.newCodes(code);
      setCodes(made.recoveryCodes);
      await renew();
    });
  return (
    <FactorForm
      title={t('newCodes.title')}
      lead={t('newCodes.lead')}
      action={t('newCodes.action')}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <CodeField value={code} onChange={setCode} error={act.faults.code} label={t('setUp.code')} autoFocus />
    </FactorForm>
  );
}

/** Doing without a second factor again. */
export function RemoveFactorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('me');
  const renew = useRenewMe();
  const act = useSecretAct(['password', 'code']);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = () =>
    act.run(async () => {
      await secretly.remove({ password, code });
      onClose();
      await renew();
    });
  return (
    <FactorForm
      danger
      title={t('remove.title')}
      lead={t('remove.lead')}
      action={t('remove.action')}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <PasswordField
        label={t('password.current')}
        name="current-password"
        autoComplete="current-password"
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={act.faults.password}
      />
      <CodeField value={code} onChange={setCode} error={act.faults.code} label={t('setUp.code')} />
    </FactorForm>
  );
}

interface CodeFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
}

function CodeField({ label, value, onChange, error, autoFocus }: CodeFieldProps) {
  return (
    <TextInput
      label={label}
      name="code"
      autoComplete="one-time-code"
      inputMode="numeric"
      spellCheck={false}
      data-autofocus={autoFocus || undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

interface FactorFormProps {
  title: string;
  lead: string;
  action: string;
  danger?: boolean;
  act: Pick<ReturnType<typeof useSecretAct>, 'busy' | 'error'>;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

function FactorForm({ title, lead, action, danger, act, onSubmit, onClose, children }: FactorFormProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open
      title={title}
      lead={lead}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button look="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" form="factor" look={danger ? 'danger' : 'primary'} disabled={act.busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id="factor" onSubmit={submit} noValidate className="col">
        {children}
        {act.error && (
          <Note tone="danger" icon={CircleAlert} role="alert">
            {errorSentence(act.error)}
          </Note>
        )}
      </form>
    </Dialog>
  );
}
