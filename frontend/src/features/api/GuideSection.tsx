import { Tabs } from '@mantine/core';
import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCore } from '../../app/core';
import { keptChoice, useKept } from '../../theme/kept';
import { SectionHead } from '../settings/SectionHead';
import { baseUrl } from '../token/baseUrl';
import { statusLine } from '../token/dialects';
import '../token/token.css';
import { Code } from './Code';
import { type Guide, type GuideName, guides, isGuide } from './guides';
import { useSampleKey } from './KeyPicker';
import { samplesOf, secretOf } from './samples';

/** The language somebody reads samples in stays from guide to guide. */
const languages = ['curl', 'javascript', 'python', 'go', 'nginx', 'caddy'] as const;
const language = keptChoice('latchkey.sample-language', languages, 'curl');

export function GuideSection() {
  const { guide } = useParams({ from: '/shell/api/$guide' });
  return <GuideText name={isGuide(guide) ? guide : 'partner'} />;
}

function GuideText({ name }: { name: GuideName }) {
  const { t } = useTranslation('api');
  const guide: Guide = guides[name];
  // Which texts a guide has is what guides.ts says; a test holds the two against each other.
  const say = (path: string) => t(`guide.${name}.${path}` as 'guide.partner.title');
  const { base, answer } = { base: useBase(), answer: guide.answer };
  return (
    <div className="setmain guide" key={name}>
      <SectionHead title={say('title')} lead={say('lead')} />
      <p className="endpoint mono" translate="no" dir="ltr">
        <b>{guide.method}</b> {base}
        {guide.path}
      </p>
      <section aria-labelledby="guide-send">
        <h3 id="guide-send">{t('send')}</h3>
        <Facts
          head={t('column.name')}
          rows={guide.send.map((member) => ({ name: member, what: say(`send.${member}`) }))}
        />
      </section>
      <Samples name={name} />
      <section aria-labelledby="guide-answer">
        <h3 id="guide-answer">{t('answer')}</h3>
        <p className="t2">{say('answer')}</p>
        <Code
          code={answer.body}
          language={answer.type === '' ? 'http' : 'json'}
          title={`${statusLine(answer.status)}${answer.type && ` · ${answer.type}`}`}
          what={t('body')}
        />
      </section>
      <section aria-labelledby="guide-errors">
        <h3 id="guide-errors">{t('errors')}</h3>
        <Facts
          head={t('column.status')}
          rows={guide.errors.map((status) => ({ name: statusLine(status), what: say(`errors.${status}`) }))}
        />
      </section>
      <Sentences title={t('flow')} count={guide.flow} say={(at) => say(`flow.${at}`)} />
      <Sentences title={t('life')} count={guide.life} say={(at) => say(`life.${at}`)} />
    </div>
  );
}

function useBase(): string {
  const { status } = useCore();
  const { listener } = status ?? {};
  // Where the portal has an address of its own the logins are on the other one.
  return listener && !listener.portal ? listener.url : baseUrl(listener?.url ?? '');
}

function Facts({ head, rows }: { head: string; rows: readonly { name: string; what: string }[] }) {
  const { t } = useTranslation('api');
  return (
    <table className="setkeys facts">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">{t('column.what')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, what }) => (
          <tr key={name}>
            <th scope="row" className="mono" translate="no">
              {name}
            </th>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Sentences({ title, count, say }: { title: string; count: number; say: (at: number) => string }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ol className="steps">
        {Array.from({ length: count }, (_, at) => (
          <li key={say(at + 1)}>{say(at + 1)}</li>
        ))}
      </ol>
    </section>
  );
}

function Samples({ name }: { name: GuideName }) {
  const { t } = useTranslation('api');
  const { key: id } = useSearch({ from: '/shell/api' });
  const key = useSampleKey(id);
  const base = useBase();
  const wanted = useKept(language);
  const samples = samplesOf(name, {
    base,
    accessKey: key?.accessKey ?? 'YOUR_ACCESS_KEY',
    username: key?.user.username ?? 'YOUR_USERNAME',
  });
  const shown = samples.some((sample) => sample.id === wanted) ? wanted : 'curl';
  return (
    <section aria-labelledby="guide-samples">
      <h3 id="guide-samples">{t('samples')}</h3>
      <p className="t2">{t('sampleHint', { variable: secretOf[name] })}</p>
      <Tabs
        className="lk-tabs"
        value={shown}
        onChange={(next) => {
          const known = languages.find((each) => each === next);
          if (known) language.choose(known);
        }}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('languages')}>
          {samples.map(({ id: each, label }) => (
            <Tabs.Tab key={each} value={each}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {samples.map((sample) => (
          <Tabs.Panel key={sample.id} value={sample.id}>
            <Code
              code={sample.code}
              language={sample.language}
              title={t('code', { language: sample.label })}
              what={sample.label}
            />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
