export function SectionHead({ title, lead }: { title: string; lead: string }) {
  return (
    <div>
      <h2 className="settitle">{title}</h2>
      <p className="t2">{lead}</p>
    </div>
  );
}
