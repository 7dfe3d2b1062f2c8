import { afterEach, expect, it } from 'vitest';
import { sentence } from '../ui/errorText';
import { loadSaid, said } from './said';

afterEach(() => loadSaid('en'));

it('says in German what the core says, with what it filled in', async () => {
  await loadSaid('de');
  expect(sentence('the key is paused')).toBe('Der Schlüssel ist pausiert.');
  expect(said('there is a user named svc-billing already')).toBe(
    'einen Benutzer namens svc-billing gibt es schon',
  );
  expect(said('there are 12 addresses, at most 10 fit')).toBe(
    'es sind 12 Adressen, höchstens 10 haben Platz',
  );
  expect(said('a page is shown in 50 to 300 % of its size')).toMatch(/50 bis 300 % ihrer Größe/);
});

it('translates the nouns it is filled in with, and no name', async () => {
  await loadSaid('de');
  expect(said('the auth header was changed by m.okafor in the meantime')).toBe(
    'der Auth-Header wurde inzwischen von m.okafor geändert',
  );
  // What looks like a sentence of the core is somebody's name here.
  expect(said('the key is paused is the last owner')).toBe('the key is paused ist der letzte Inhaber');
});

it('prefers the sentence that says more of its own to one that fits anything', async () => {
  await loadSaid('de');
  expect(said('port 8417 on 127.0.0.1 is taken by another program')).toBe(
    'Port 8417 auf 127.0.0.1 ist von einem anderen Programm belegt',
  );
});

it('leaves what it does not know, and English, as the core has said it', async () => {
  await loadSaid('de');
  expect(said('nobody has ever said this')).toBe('nobody has ever said this');
  await loadSaid('en');
  expect(said('the key is paused')).toBe('the key is paused');
});

it('names the place in the portal where the core names a command', async () => {
  await loadSaid('en');
  expect(said('latchkey key resume KEY')).toBe('resume it: Access keys, the key, Resume');
  expect(said('latchkey account member "Acme" ada')).toBe('add ada to "Acme": Users, the user, Accounts');
  await loadSaid('de');
  expect(said('latchkey key resume KEY')).not.toContain('latchkey');
});
