/** Plain HTTP as a client of the logins sends it, and an operator of the admin API for seeding and for interfering. */
import { request } from 'node:http';
import { patience } from './wait.mjs';

/** Sends one request and gives status, headers and body text. It keeps no connection. */
export function send(base, method, path, { body, headers = {} } = {}) {
  return new Promise((done, fail) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const call = request(
      base + path,
      {
        method,
        agent: false,
        timeout: patience,
        headers: {
          ...(text !== undefined && {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(text),
          }),
          ...headers,
        },
      },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          done({
            status: response.statusCode,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
        response.on('error', fail);
      },
    );
    call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer within ${patience} ms`)));
    call.on('error', fail);
    call.end(text);
  });
}

export const loginWithKey = (base, accessKey, secret) =>
  send(base, 'POST', '/login', { body: { accessKey, secret } });

export const loginWithApiKey = (base, apiKey, apiSecret) =>
  send(base, 'POST', '/auth/login', { body: { apiKey, apiSecret } });

export const loginAsUser = (base, username, password) =>
  send(base, 'POST', '/user/login', { body: { username, password } });

export const verify = (base, token) =>
  send(base, 'GET', '/verify', { headers: { Authorization: `Bearer ${token}` } });

export const owner = { username: 'maya.okafor', password: 'teal-river-candle-58' };

/** A signed-in operator without a browser. */
export class Operator {
  constructor(base, cookie, session) {
    this.base = base;
    this.headers = { Cookie: cookie, 'Latchkey-Session': session };
  }

  /** Makes the first owner with the token of the program's setup link. */
  static async setUp(program, spec = owner) {
    const token = new URLSearchParams(program.setupLink.split('?').at(-1)).get('t');
    return Operator.#from(
      program.base,
      await send(program.base, 'POST', '/api/v1/setup', { body: { token, ...spec } }),
    );
  }

  static async signIn(program, { username, password } = owner) {
    return Operator.#from(
      program.base,
      await send(program.base, 'POST', '/api/v1/session', { body: { username, password } }),
    );
  }

  static #from(base, answer) {
    if (answer.status !== 201) throw new Error(`no session: ${answer.status} ${answer.text}`);
    const cookie = answer.headers['set-cookie'][0].split(';')[0];
    return new Operator(base, cookie, JSON.parse(answer.text).session);
  }

  /** Calls the admin API and gives the parsed answer; anything but 2xx is an error. */
  async call(method, path, body) {
    const answer = await send(this.base, method, `/api/v1${path}`, { body, headers: this.headers });
    if (answer.status < 200 || answer.status > 299)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text === '' ? null : JSON.parse(answer.text);
  }
}
