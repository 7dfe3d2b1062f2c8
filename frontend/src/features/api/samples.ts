import { shellJson, shellQuote } from '../token/samples';
import type { GuideName } from './guides';

/** Where the secret goes. */
const placeholder = '{{secret}}';

/** What a sample is filled with. Never a secret: the program reads that from its environment. */
export interface Filling {
  base: string;
  accessKey: string;
  username: string;
}

export interface Sample {
  id: string;
  label: string;
  /** A name that highlight.js knows. */
  language: string;
  code: string;
}

/** The variable that a sample reads what is secret from. */
export const secretOf: Record<GuideName, string> = {
  partner: 'LATCHKEY_SECRET',
  apikey: 'LATCHKEY_SECRET',
  user: 'LATCHKEY_PASSWORD',
  verify: 'LATCHKEY_TOKEN',
};

interface Call {
  path: string;
  /** Name and value of the members; the last is read from the environment. */
  name: string;
  value: string;
  secretName: string;
  variable: string;
  /** Where the token is in the answer; null where the answer is the token. */
  tokenIn: string | null;
}

function callOf(guide: Exclude<GuideName, 'verify'>, { accessKey, username }: Filling): Call {
  const variable = secretOf[guide];
  switch (guide) {
    case 'partner':
      return {
        path: '/login',
        name: 'accessKey',
        value: accessKey,
        secretName: 'secret',
        variable,
        tokenIn: null,
      };
    case 'apikey':
      return {
        path: '/auth/login', name: 'apiKey', value: accessKey, secretName: 'apiSecret', variable, tokenIn: 'token',
      }; // biome-ignore format: one line a case
    case 'user':
      return {
        path: '/user/login', name: 'username', value: username, secretName: 'password', variable, tokenIn: 'Token',
      }; // biome-ignore format: one line a case
  }
}

// Each as the language writes a text: an imported access key may hold any printable character.
const inScript = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
const quoted = (text: string) => JSON.stringify(text);

function curl(base: string, { path, name, value, secretName, variable }: Call): string {
  const body = JSON.stringify({ [name]: value, [secretName]: placeholder });
  return `curl -s ${base}${path} \\
  -H 'Content-Type: application/json' \\
  -d ${body.split(placeholder).map(shellQuote).join(shellJson(variable))}`;
}

function javascript(base: string, { path, name, value, secretName, variable, tokenIn }: Call): string {
  return `const answer = await fetch('${base}${path}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ ${name}: ${inScript(value)}, ${secretName}: process.env.${variable} }),
})
if (!answer.ok) throw new Error(\`\${answer.status} \${await answer.text()}\`)
const token = ${tokenIn ? `(await answer.json()).${tokenIn}` : 'await answer.text()'}
console.log(token)`;
}

function python(base: string, { path, name, value, secretName, variable, tokenIn }: Call): string {
  const read = tokenIn ? `json.load(answer)["${tokenIn}"]` : 'answer.read().decode()';
  return `import json, os, urllib.request

body = {"${name}": ${quoted(value)}, "${secretName}": os.environ["${variable}"]}
request = urllib.request.Request(
    "${base}${path}",
    json.dumps(body).encode(),
    {"Content-Type": "application/json"},
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(${read})`;
}

function go(base: string, { path, name, value, secretName, variable, tokenIn }: Call): string {
  const show = tokenIn
    ? `	var body struct{ Token string \`json:"${tokenIn}"\` }
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		log.Fatal(err)
	}
	fmt.Println(body.Token)`
    : `	token, err := io.ReadAll(answer.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(token))`;
  const imports = ['bytes', 'encoding/json', 'fmt', ...(tokenIn ? [] : ['io']), 'log', 'net/http', 'os'];
  return `package main

import (
${imports.map((each) => `	"${each}"`).join('\n')}
)

func main() {
	body, err := json.Marshal(map[string]string{
		"${name}": ${quoted(value)},
		"${secretName}": os.Getenv("${variable}"),
	})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := http.Post("${base}${path}", "application/json", bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		log.Fatal(answer.Status)
	}
${show}
}`;
}

function verifySamples(base: string): Sample[] {
  return [
    {
      id: 'curl',
      label: 'curl',
      language: 'bash',
      code: `curl -si ${base}/verify \\\n  -H "Authorization: Bearer $LATCHKEY_TOKEN"`,
    },
    {
      id: 'javascript',
      label: 'JavaScript',
      language: 'javascript',
      code: `const answer = await fetch('${base}/verify', {
  headers: { Authorization: \`Bearer \${process.env.LATCHKEY_TOKEN}\` },
})
console.log(answer.status, answer.headers.get('Remote-User'))`,
    },
    {
      id: 'python',
      label: 'Python',
      language: 'python',
      code: `import os, urllib.request

request = urllib.request.Request(
    "${base}/verify",
    headers={"Authorization": "Bearer " + os.environ["LATCHKEY_TOKEN"]},
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(answer.status, answer.headers["Remote-User"])`,
    },
    {
      id: 'go',
      label: 'Go',
      language: 'go',
      code: `package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	request, err := http.NewRequest("GET", "${base}/verify", nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("LATCHKEY_TOKEN"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	fmt.Println(answer.StatusCode, answer.Header.Get("Remote-User"))
}`,
    },
    {
      id: 'nginx',
      label: 'nginx',
      language: 'nginx',
      code: `location / {
    auth_request /_latchkey;
    auth_request_set $user $upstream_http_remote_user;
    proxy_set_header Remote-User $user;
    proxy_pass http://127.0.0.1:3000;
}
location = /_latchkey {
    internal;
    proxy_pass ${base}/verify;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
}`,
    },
    {
      id: 'caddy',
      label: 'Caddy',
      language: 'plaintext',
      code: `app.example.com {
    forward_auth ${base} {
        uri /verify
        copy_headers Remote-User Remote-Groups X-Latchkey-Permissions
    }
    reverse_proxy 127.0.0.1:3000
}`,
    },
  ];
}

/** The same call in each language, ready to run once the variable is set. */
export function samplesOf(guide: GuideName, filling: Filling): Sample[] {
  const { base } = filling;
  if (guide === 'verify') return verifySamples(base);
  const call = callOf(guide, filling);
  return [
    { id: 'curl', label: 'curl', language: 'bash', code: curl(base, call) },
    { id: 'javascript', label: 'JavaScript', language: 'javascript', code: javascript(base, call) },
    { id: 'python', label: 'Python', language: 'python', code: python(base, call) },
    { id: 'go', label: 'Go', language: 'go', code: go(base, call) },
  ];
}
