import { Select, TextInput } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldLabel } from '../../ui/FieldLabel';
import { later } from '../../ui/later';
import { membershipOf } from '../people/choice';
import { AddressesField } from './AddressesField';
import { type KeyForm, type KeyFormField, makesMembership, type Start } from './createForm';
import { LabelsField } from './LabelsField';
import { WordsField } from './WordsField';
import './keys.css';

const MomentField = later(async () => (await import('../../ui/MomentField')).default);

interface MoreOptionsProps {
  form: KeyForm;
  faults: Partial<Record<KeyFormField, string>>;
  onChange: (change: Partial<KeyForm>) => void;
}

/** What most keys leave as it is. Closed it says what of it is set; a refusal of one of its fields opens it. */
export function MoreOptions({ form, faults, onChange }: MoreOptionsProps) {
  const { t } = useTranslation('keys');
  const id = useId();
  const [wanted, setWanted] = useState(false);
  const faulty = Boolean(
    faults.roles || faults.permissions || faults.start || faults.addresses || faults.labels || faults.note,
  );
  const open = wanted || faulty;
  const fresh = makesMembership(form);
  const membership = membershipOf(form.user, form.account);
  const set = [
    form.roles.length > 0 && t('form.set.roles'),
    form.permissions.length > 0 && t('form.set.permissions'),
    form.start.kind === 'date' && t('form.set.starts'),
    form.start.kind === 'pending' && t('form.set.pending'),
    form.addresses.length > 0 && t('form.set.addresses', { count: form.addresses.length }),
    form.labels.length > 0 && t('form.set.labels', { count: form.labels.length }),
    form.note.trim() !== '' && t('form.set.note'),
  ].filter((text) => text !== false);
  const Chevron = open ? ChevronDown : ChevronRight;
  const aside = fresh ? t('form.memberWords') : t('form.allUnlessChosen');

  const chooseStart = (kind: Start['kind']) =>
    onChange({
      start: kind === 'date' ? { kind, at: form.start.kind === 'date' ? form.start.at : null } : { kind },
    });

  return (
    <div className="more">
      <button
        type="button"
        className="morehead"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setWanted(!open)}
      >
        <Chevron className="i" aria-hidden="true" />
        <b>{t('form.more')}</b>
        <span className="t3 s12 cut">{set.join(', ')}</span>
      </button>
      {open && (
        <div id={id} className="stack" style={{ gap: 16, paddingTop: 12 }}>
          <WordsField
            label={<FieldLabel text={t('form.roles')} aside={aside} />}
            placeholder={t('form.addRole')}
            free={fresh}
            offered={membership?.roles ?? []}
            none={t('form.noRoles')}
            value={form.roles}
            onChange={(roles) => onChange({ roles })}
            error={faults.roles}
          />
          <WordsField
            label={<FieldLabel text={t('form.permissions')} aside={aside} />}
            placeholder={t('form.addPermission')}
            free={fresh}
            offered={membership?.permissions ?? []}
            none={t('form.noPermissions')}
            value={form.permissions}
            onChange={(permissions) => onChange({ permissions })}
            error={faults.permissions}
          />
          <div>
            <Select
              label={t('form.from')}
              data={[
                { value: 'now', label: t('form.fromNow') },
                { value: 'date', label: t('form.fromDate') },
                { value: 'pending', label: t('form.fromPending') },
              ]}
              value={form.start.kind}
              onChange={(kind) => chooseStart((kind ?? 'now') as Start['kind'])}
              allowDeselect={false}
              error={form.start.kind === 'date' ? null : faults.start}
            />
            {form.start.kind === 'date' && (
              <MomentField
                fallback={<div style={{ height: 40 }} />}
                label={t('form.fromMoment')}
                value={form.start.at}
                onChange={(at) => onChange({ start: { kind: 'date', at } })}
                error={faults.start ?? null}
              />
            )}
          </div>
          <AddressesField
            value={form.addresses}
            onChange={(addresses) => onChange({ addresses })}
            error={faults.addresses}
          />
          <LabelsField
            value={form.labels}
            onChange={(labels) => onChange({ labels })}
            error={faults.labels}
          />
          <TextInput
            label={<FieldLabel text={t('form.note')} aside={t('form.noteHint')} />}
            placeholder={t('form.notePlaceholder')}
            value={form.note}
            onChange={(event) => onChange({ note: event.currentTarget.value })}
            error={faults.note}
            autoComplete="off"
          />
        </div>
      )}
    </div>
  );
}
