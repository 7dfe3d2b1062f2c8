import { CopyButton } from './CopyButton';
import './controls.css';

interface CodeBlockProps {
  code: string;
  /** The line above it, left of the copy button. */
  title: string;
  /** What the announcement calls it: "curl". */
  what: string;
  /** False where what is shown is shortened, and so no use to anybody else. */
  copyable?: boolean;
  /** The same with its words marked up. Only from a highlighter, which escapes what it is given. */
  html?: string;
}

export function CodeBlock({ code, title, what, copyable = true, html }: CodeBlockProps) {
  return (
    <div>
      <div className="row" style={{ height: 32 }}>
        <span className="t3 s12 grow">{title}</span>
        {copyable && <CopyButton text={code} what={what} look="quiet" />}
      </div>
      {html === undefined ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <pre className="code" translate="no" dir="ltr" tabIndex={0}>
          {code}
        </pre>
      ) : (
        <pre
          className="code"
          translate="no"
          dir="ltr"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: see html
          dangerouslySetInnerHTML={{ __html: html }}
        />
      )}
    </div>
  );
}
