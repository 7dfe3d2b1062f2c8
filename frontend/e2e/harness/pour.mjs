/** Many logins a second, sent as cheaply as can be: what they take of the machine the page does not have. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { patience } from './wait.mjs';

const tickMs = 10;
/** So many may be on their way: a core that does not keep up must not be drowned. */
const most = 512;
const begin = Buffer.from('HTTP/1.1 ');

/**
 * Logins with one key over one kept connection, several in a write, every tenth with a wrong secret.
 * All of them are sent, later where the machine does not keep up.
 * @returns how many were answered, and what they took of one processor.
 */
export async function pour(program, { accessKey, secret }, { seconds, rate }) {
  const good = request(program.base, JSON.stringify({ accessKey, secret }));
  const bad = request(program.base, JSON.stringify({ accessKey, secret: 'not-the-secret-not-the-secret' }));
  const { hostname, port } = new URL(program.base);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let sent = 0;
  let answered = 0;
  let rest = Buffer.alloc(0);
  let failure;
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('data', (chunk) => {
    // The beginning of an answer may be cut in two.
    const text = Buffer.concat([rest, chunk]);
    for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) answered += 1;
    rest = text.subarray(Math.max(0, text.length - begin.length + 1));
  });
  const cpu = process.cpuUsage();
  const started = performance.now();
  const all = seconds * rate;
  const end = started + seconds * 1000 + patience;
  for (let now = started; sent < all && now < end && !failure; now = performance.now()) {
    const due = Math.min(Math.floor(((now - started) / 1000) * rate), answered + most, all);
    const batch = [];
    for (; sent < due; sent += 1) batch.push(sent % 10 === 9 ? bad : good);
    if (batch.length > 0) socket.write(Buffer.concat(batch));
    await new Promise((done) => setTimeout(done, tickMs));
  }
  while (answered < sent && performance.now() < end && !failure) {
    await new Promise((done) => setTimeout(done, tickMs));
  }
  const { user, system } = process.cpuUsage(cpu);
  const took = performance.now() - started;
  socket.destroy();
  if (failure) throw failure;
  return { answered, perSecond: Math.round(answered / (took / 1000)), cpu: (user + system) / 1000 / took };
}

function request(base, body) {
  return Buffer.from(
    `POST /login HTTP/1.1\r\nHost: ${new URL(base).host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
