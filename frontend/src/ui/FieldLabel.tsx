/** The label of a field and, in a weaker voice, what to know of it. */
export function FieldLabel({ text, aside }: { text: string; aside: string }) {
  return (
    <>
      {text} <span className="opt">{aside}</span>
    </>
  );
}
