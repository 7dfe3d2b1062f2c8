import { CopyButton } from './CopyButton';
import './controls.css';

interface CodeBlockProps {
  code: string;
  /** The line above it, left of the copy button. */
  title: string;
  /** What the announcement calls it: "curl". */
  what: string;
}

export function CodeBlock({ code, title, what }: CodeBlockProps) {
  return (
    <div>
      <div className="row" style={{ height: 32 }}>
        <span className="t3 s12 grow">{title}</span>
        <CopyButton text={code} what={what} look="quiet" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="code" translate="no" dir="ltr" tabIndex={0}>
        {code}
      </pre>
    </div>
  );
}
