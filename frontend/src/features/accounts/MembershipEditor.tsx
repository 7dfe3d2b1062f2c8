import { useQueries, useQuery } from '@tanstack/react-query';
import { CircleAlert, Plus } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import type { User } from '../../api/types';
import { Note } from '../../ui/Banner';
import { BottomBar } from '../../ui/BottomBar';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { useRootDialog } from '../../ui/RootDialog';
import { toast } from '../../ui/toast';
import { VersionConflict } from '../../ui/VersionConflict';
import { previewQuery, setMember, useRefresh, wordsQuery } from './calls';
import { GivesPane } from './GivesPane';
import { HeldTable } from './HeldTable';
import {
  becomesPrimary,
  changedOf,
  type Draft,
  type Drafts,
  drafted,
  draftOf,
  type Held,
  noDrafts,
  overtaken,
  setOf,
} from './memberDraft';
import { countWords, previewWords } from './previewWords';
import { RemoveMemberDialog } from './RemoveMemberDialog';
import { WordChecks } from './WordChecks';
import './membership.css';

interface MembershipEditorProps {
  user: User;
  lost: boolean;
  drafts: Drafts;
  onDrafts: (next: Drafts) => void;
  onAdd: () => void;
  notes: ReactNode;
}

/** A user's memberships, changed side by side and saved together; what that changes is said before, by the core. */
export function MembershipEditor({ user, lost, drafts, onDrafts, onAdd, notes }: MembershipEditorProps) {
  const { t } = useTranslation('accounts');
  const dialog = useRootDialog();
  const refresh = useRefresh();
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const { data: words } = useQuery(wordsQuery);
  const { memberships } = user;
  const held = memberships.find(({ account }) => account.id === chosen) ?? memberships[0];
  const changed = changedOf(memberships, drafts);
  const stale = changed.filter((each) => overtaken(each, drafts));
  const asked = held && !changed.includes(held) ? [...changed, held] : changed;
  const previews = useQueries({
    queries: asked.map((each) => previewQuery(each.account.id, user.id, setOf(each, drafts))),
  });
  const previewOf = (each: Held) => previews[asked.indexOf(each)]?.data;
  const refusal = previews.find((each) => each.error)?.error;
  const said = changed.map(previewOf).filter((each) => each !== undefined);
  const waits = said.length < changed.length;

  const change = (of: Held, draft: Partial<Draft>) => {
    setError(null);
    onDrafts(drafted(drafts, of, draft));
  };
  const save = async () => {
    if (busy || lost || changed.length === 0 || stale.length > 0) return;
    setBusy(true);
    setError(null);
    let left = drafts;
    try {
      for (const each of changed) {
        const { version } = draftOf(each, drafts);
        await setMember(each.account.id, user.id, { ...setOf(each, drafts), version });
        const { [each.account.id]: _, ...of } = left.of;
        left = { of, primary: left.primary === each.account.id ? null : left.primary };
      }
      toast(t('member.savedAll', { count: changed.length, user: user.username }));
    } catch (cause) {
      // A conflict shows as soon as the user is read anew: both versions, and the choice between them.
      const refused = asApiError(cause);
      if (refused.code !== 'conflict') setError(refused);
    } finally {
      onDrafts(left);
      refresh();
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  return (
    <form className="memberform" onSubmit={submit} onKeyDown={press} noValidate>
      <div className="membercols">
        <div className="memberleft">
          {notes}
          {stale.map((each) => (
            <Overtaken key={each.account.id} held={each} drafts={drafts} onDrafts={onDrafts} />
          ))}
          {(error ?? refusal) && !lost && (
            <Note tone="danger" icon={CircleAlert} role="alert">
              {errorSentence(asApiError(error ?? refusal))}
            </Note>
          )}
          <div className="row parthead">
            <h2 className="grow">{t('title')}</h2>
            <Button small icon={Plus} disabled={lost} onClick={onAdd}>
              {t('members.addAccount')}
            </Button>
          </div>
          {held ? (
            <>
              <HeldTable
                memberships={memberships}
                drafts={drafts}
                lost={lost}
                chosen={held}
                onChoose={(each) => setChosen(each.account.id)}
                onPrimary={(each) => onDrafts({ ...drafts, primary: each.primary ? null : each.account.id })}
                onAdmin={(each, accountAdmin) => change(each, { accountAdmin })}
                onRemove={(each) =>
                  dialog.show(
                    <RemoveMemberDialog
                      item={{ ...each, user: { id: user.id, username: user.username } }}
                      onClose={dialog.close}
                    />,
                  )
                }
              />
              <h2 className="membersin">{t('member.in', { account: held.account.name })}</h2>
              <div className="wordcols" key={held.account.id}>
                <WordChecks
                  label={t('member.roles')}
                  placeholder={t('words.findRole')}
                  offered={words?.roles ?? []}
                  saved={held.roles}
                  value={draftOf(held, drafts).roles}
                  onChange={(roles) => change(held, { roles })}
                />
                <WordChecks
                  label={t('member.permissions')}
                  placeholder={t('words.findPermission')}
                  offered={words?.permissions ?? []}
                  saved={held.permissions}
                  value={draftOf(held, drafts).permissions}
                  onChange={(permissions) => change(held, { permissions })}
                />
              </div>
            </>
          ) : (
            <p className="t2">{t('members.noneOfUser')}</p>
          )}
        </div>
        {held && <GivesPane account={held.account.name} preview={previewOf(held)} />}
      </div>
      {changed.length > 0 && (
        <BottomBar
          label={t('member.bar')}
          lead={t('member.changes', { count: countOf(changed, drafts, said) })}
          aside={
            refusal || lost
              ? ''
              : waits
                ? t('member.asking')
                : [
                    previewWords(said, t),
                    ...changed
                      .filter((each) => becomesPrimary(each, drafts))
                      .map((each) => t('member.makesPrimary', { account: each.account.name })),
                  ]
                    .filter(Boolean)
                    .join(' ')
          }
        >
          <Button look="quiet" onClick={() => onDrafts(noDrafts)} disabled={busy}>
            {t('member.discard')}
          </Button>
          <Button
            look="primary"
            type="submit"
            keys="mod Enter"
            disabled={busy || lost || stale.length > 0 || refusal !== undefined}
          >
            {t('member.saveAll')}
          </Button>
        </BottomBar>
      )}
    </form>
  );
}

/** Words, switches and the primary account, each one change. */
function countOf(changed: readonly Held[], drafts: Drafts, said: Parameters<typeof countWords>[0]): number {
  const switches = changed.filter((each) => draftOf(each, drafts).accountAdmin !== each.accountAdmin).length;
  const primary = changed.filter((each) => becomesPrimary(each, drafts)).length;
  return Math.max(1, countWords(said) + switches + primary);
}

interface OvertakenProps {
  held: Held;
  drafts: Drafts;
  onDrafts: (next: Drafts) => void;
}

function Overtaken({ held, drafts, onDrafts }: OvertakenProps) {
  const { t } = useTranslation('accounts');
  const list = ({ roles, permissions }: Pick<Draft, 'roles' | 'permissions'>) =>
    [...roles, ...permissions].join(', ');
  const draft = draftOf(held, drafts);
  return (
    <VersionConflict
      rows={[
        {
          label: t('member.overtaken', { account: held.account.name }),
          mine: list(draft),
          theirs: list(held),
        },
      ]}
      onTake={() => {
        const { [held.account.id]: _, ...of } = drafts.of;
        onDrafts({ ...drafts, of });
      }}
      onKeep={() => onDrafts(drafted(drafts, held, { version: held.version }))}
    />
  );
}
