import { TextInput } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import './people.css';

interface NewNameFieldProps {
  label: string;
  placeholder: string;
  description?: string;
  value: string;
  onChange: (name: string) => void;
  error: ReactNode;
  /** The way back to choosing what exists. */
  back: { label: string; run: () => void };
}

/** The name of something that is made together with the form. It takes the place of a choice, and its focus. */
export function NewNameField(props: NewNameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div className="pickfield">
      <TextInput
        ref={field}
        label={props.label}
        placeholder={props.placeholder}
        description={props.description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        error={props.error}
        autoComplete="off"
        spellCheck={false}
      />
      <button type="button" className="other" onClick={props.back.run}>
        {props.back.label}
      </button>
    </div>
  );
}
