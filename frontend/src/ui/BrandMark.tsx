/** The mark alone: it has no words, so it may stand where no texts are yet. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--text)" />
      <circle cx="10" cy="8" r="2.6" fill="none" stroke="var(--bg)" strokeWidth="1.75" />
      <path
        d="M10 10.6V15M10 13h2.4"
        fill="none"
        stroke="var(--bg)"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  );
}
