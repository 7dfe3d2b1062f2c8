import { useQuery } from '@tanstack/react-query';
import { CodeBlock } from '../../ui/CodeBlock';

/** Code with its words in colours, once what finds them is loaded; until then, and without it, as it is. */
export function Code({
  code,
  language,
  title,
  what,
}: {
  code: string;
  language: string;
  title: string;
  what: string;
}) {
  const { data } = useQuery({
    queryKey: ['highlight'],
    queryFn: () => import('./highlight'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const html = data?.highlight(code, language) ?? null;
  return <CodeBlock code={code} title={title} what={what} {...(html !== null && { html })} />;
}
