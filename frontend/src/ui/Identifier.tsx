import { CopyButton } from './CopyButton';

interface IdentifierProps {
  text: string;
  /** What it is, for who copies it: "Access key". */
  what: string;
  /** Of the button, where it is more than "Copy". */
  label?: string;
}

/** Something public that a machine made: read by eye, taken by the button behind it. */
export function Identifier({ text, what, label }: IdentifierProps) {
  return (
    <span className="row identifier">
      <span className="mono cut" translate="no" dir="ltr" title={text}>
        {text}
      </span>
      <CopyButton bare text={text} what={what} {...(label && { label })} />
    </span>
  );
}
