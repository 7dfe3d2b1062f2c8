import accounts from '../features/accounts/accounts.en';
import api from '../features/api/api.en';
import audit from '../features/audit/audit.en';
import authheaders from '../features/authheaders/authheaders.en';
import entry from '../features/entry/entry.en';
import inspector from '../features/inspector/inspector.en';
import keys from '../features/keys/keys.en';
import me from '../features/me/me.en';
import overview from '../features/overview/overview.en';
import people from '../features/people/people.en';
import settings from '../features/settings/settings.en';
import token from '../features/token/token.en';
import usage from '../features/usage/usage.en';
import users from '../features/users/users.en';
import vault from '../features/vault/vault.en';
import common from './words.en';

/** One namespace a feature. A feature's texts stand in its own folder, NAME.en.ts, and are listed here. */
export const en = {
  accounts,
  api,
  audit,
  authheaders,
  common,
  entry,
  inspector,
  keys,
  me,
  overview,
  people,
  settings,
  token,
  usage,
  users,
  vault,
};
