import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoicePills } from '../../ui/ChoicePills';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { spanSeconds } from '../../ui/span';

interface SpanDialogProps {
  title: string;
  lead?: ReactNode;
  label: string;
  action: string;
  choices: readonly { value: string; label: string }[];
  first: string;
  busy: boolean;
  error: unknown;
  /** What comes of so many seconds, in words. */
  result: (seconds: number) => ReactNode;
  onConfirm: (span: string) => void;
  onClose: () => void;
}

const custom = 'custom';

/** Asks for a span, says what comes of it, and does it. */
export function SpanDialog(props: SpanDialogProps) {
  const { t } = useTranslation('keys');
  const [choice, setChoice] = useState(props.first);
  const [span, setSpan] = useState('2d');
  const [fault, setFault] = useState<string | null>(null);
  const chosen = choice === custom ? span.trim() : choice;
  const seconds = spanSeconds(chosen);
  const confirm = () => {
    if (seconds === null) setFault(t('span.none'));
    else props.onConfirm(chosen);
  };
  return (
    <ConfirmDialog
      open
      title={props.title}
      lead={props.lead}
      action={props.action}
      busy={props.busy}
      error={props.error}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <ChoicePills
        label={props.label}
        value={choice}
        choices={[...props.choices, { value: custom, label: t('grace.custom') }]}
        onChange={(value) => {
          setChoice(value);
          setFault(null);
        }}
      >
        {choice === custom && (
          <TextInput
            mt={8}
            label={t('span.label')}
            description={t('span.hint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={span}
            onChange={(event) => {
              setSpan(event.currentTarget.value);
              setFault(null);
            }}
            error={fault}
            w={220}
            autoComplete="off"
          />
        )}
      </ChoicePills>
      {seconds !== null && <p className="t2 num">{props.result(seconds)}</p>}
    </ConfirmDialog>
  );
}
