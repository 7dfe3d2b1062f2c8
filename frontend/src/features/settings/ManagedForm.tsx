import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import { useCore } from '../../app/core';
import { Note } from '../../ui/Banner';
import { BottomBar } from '../../ui/BottomBar';
import { Button } from '../../ui/Button';
import { ErrorState } from '../../ui/ErrorState';
import { errorSentence } from '../../ui/errorText';
import { Pills } from '../../ui/Pills';
import { toast } from '../../ui/toast';
import { useUnsaved } from '../../ui/useUnsaved';
import { VersionConflict } from '../../ui/VersionConflict';
import { useIsOwner } from './calls';
import { isWithin, type PortalSetting, portalSettingsQuery } from './managed';
import { isOurs, originWord } from './origin';
import { SettingLine } from './SettingLine';
import texts from './settings.en';

type ManagedName = keyof typeof texts.managed;

interface ManagedFormProps {
  /** What is shown, in this order. */
  names: readonly ManagedName[];
  above: ReactNode;
  /** What else stands under the lines. */
  children?: ReactNode;
  /** In the place of a field, where one of text is too plain. */
  fields?: Partial<Record<ManagedName, (props: FieldProps) => ReactNode>>;
}

export interface FieldProps {
  setting: PortalSetting;
  label: string;
  value: string;
  error: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
}

/** Settings that the core keeps: what is in effect, where it comes from, and one bar to save what was changed. */
export function ManagedForm({ names, above, children, fields = {} }: ManagedFormProps) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const owner = useIsOwner();
  const { lostAt } = useCore();
  const { data, error, refetch } = useQuery(portalSettingsQuery);
  // What was typed stays with the version it was typed over.
  const [typed, setTyped] = useState<Record<string, { value: string; version: number }>>({});
  const settings = new Map((data?.items ?? []).map((setting) => [setting.name, setting]));
  const shown = names.map((name) => settings.get(name)).filter((setting) => setting !== undefined);
  const changed = shown.filter((setting) => {
    const mine = typed[setting.name];
    return mine !== undefined && mine.value !== setting.value;
  });
  const shownValue = (setting: PortalSetting) => typed[setting.name]?.value ?? setting.value;
  const wrong = changed.filter((setting) => !isWithin(setting, shownValue(setting)));
  const { question } = useUnsaved(changed.length > 0);
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/v1/settings', {
          body: {
            changes: changed.map((setting) => ({
              name: setting.name,
              value: shownValue(setting) === setting.default ? null : shownValue(setting),
              version: typed[setting.name]?.version ?? setting.version,
            })),
          },
        }),
      ),
    onSuccess: (after) => {
      client.setQueryData(portalSettingsQuery.queryKey, after);
      for (const queryKey of [['audit'], ['status'], ['me'], ['users'], ['sessions']])
        void client.invalidateQueries({ queryKey });
      discard();
      toast(t('managedBar.saved'));
    },
    onError: (cause) => {
      if (asApiError(cause).code === 'conflict') void refetch();
    },
  });
  const discard = () => {
    setTyped({});
    save.reset();
  };
  const refused = save.error ? asApiError(save.error) : null;
  const overtaken = changed.filter((setting) => typed[setting.name]?.version !== setting.version);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length > 0 && wrong.length === 0 && !save.isPending) save.mutate();
  };
  const keepMine = () => {
    setTyped(
      Object.fromEntries(
        changed.map((setting) => [setting.name, { value: shownValue(setting), version: setting.version }]),
      ),
    );
    save.reset();
  };
  if (error && !data) return <ErrorState error={error} title={t('failed')} onRetry={() => refetch()} />;
  return (
    <form className="setform" onSubmit={submit} noValidate>
      <div className="setmain">
        {above}
        <div>
          {shown.map((setting) => {
            const name = setting.name as ManagedName;
            const label = t(`managed.${name}.label`);
            const disabled = !owner || !setting.editable || lostAt !== null;
            const props: FieldProps = {
              setting,
              label,
              value: shownValue(setting),
              disabled,
              error: wrong.includes(setting) ? boundsOf(setting, t) : undefined,
              onChange: (value) => {
                save.reset();
                setTyped({
                  ...typed,
                  [setting.name]: { value, version: typed[setting.name]?.version ?? setting.version },
                });
              },
            };
            const Field = fields[name] ?? (setting.kind === 'choice' ? Choice : PlainField);
            return (
              <SettingLine key={name} label={label} hint={t(`managed.${name}.hint`)}>
                <div className="managed">
                  <Field {...props} />
                  <Origin setting={setting} />
                </div>
              </SettingLine>
            );
          })}
        </div>
        {overtaken.length > 0 && (
          <VersionConflict
            rows={overtaken.map((setting) => ({
              label: t(`managed.${setting.name as ManagedName}.label`),
              mine: shownValue(setting),
              theirs: setting.value,
            }))}
            onTake={discard}
            onKeep={keepMine}
          />
        )}
        {refused && refused.code !== 'conflict' && (
          <Note tone="danger" icon={CircleAlert} role="alert">
            {errorSentence(refused)}
          </Note>
        )}
        {!owner && <p className="t3">{t('owners')}</p>}
        {children}
      </div>
      {changed.length > 0 && (
        <BottomBar label={t('managedBar.label')} lead={t('managedBar.unsaved', { count: changed.length })}>
          <Button look="quiet" onClick={discard}>
            {t('listener.discard')}
          </Button>
          <Button
            look="primary"
            type="submit"
            disabled={wrong.length > 0 || overtaken.length > 0 || save.isPending || lostAt !== null}
          >
            {t('managedBar.save')}
          </Button>
        </BottomBar>
      )}
      {question}
    </form>
  );
}

type Words = ReturnType<typeof useTranslation<'settings'>>['t'];

function boundsOf({ kind, least, most, never }: PortalSetting, t: Words): string {
  if (kind === 'url') return t('bounds.url');
  const range = t(kind === 'number' ? 'bounds.number' : 'bounds.span', { least, most });
  return never ? t('bounds.orNever', { range }) : range;
}

/** A span, a number or an address, written as the command line takes it. */
function PlainField({ setting, label, value, error, disabled, onChange }: FieldProps) {
  return (
    <TextInput
      aria-label={label}
      className={setting.kind === 'url' ? 'addressfield' : 'spanfield'}
      value={value}
      error={error}
      disabled={disabled}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Choice({ setting, label, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('settings');
  return (
    <Pills
      label={label}
      choices={setting.choices.map((choice) => ({
        value: choice,
        label: Object.hasOwn(texts.choice, choice)
          ? t(`choice.${choice as keyof typeof texts.choice}`)
          : choice,
        disabled,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}

/** Where a value comes from, where that is not the default of everybody. */
function Origin({ setting }: { setting: PortalSetting }) {
  const { t } = useTranslation('settings');
  if (!setting.editable) {
    return <p className="t3 s12">{t('listener.fixed', { origin: setting.origin })}</p>;
  }
  if (!isOurs(setting) || setting.origin === 'default') return null;
  return (
    <p className="t3 s12">
      {t('managedBar.origin', {
        origin: originWord(setting.origin, t),
        fallback: setting.default,
        name: setting.updatedBy,
      })}
    </p>
  );
}
