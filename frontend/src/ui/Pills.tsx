import { useId } from 'react';
import './controls.css';

interface Pill<Value extends string> {
  value: Value;
  label: string;
  disabled?: boolean;
}

interface PillsProps<Value extends string> {
  choices: readonly Pill<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** What is chosen here, where no words that stand beside it say so… */
  label?: string;
  /** …and the id of those that do. */
  labelledBy?: string;
}

/** One of a few, all in view. */
export function Pills<Value extends string>(props: PillsProps<Value>) {
  const name = useId();
  const { choices, value, onChange, label, labelledBy } = props;
  return (
    <div className="pills" role="radiogroup" aria-label={label} aria-labelledby={labelledBy}>
      {choices.map((choice) => (
        <label key={choice.value} className={choice.disabled ? 'off' : ''}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={value === choice.value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
