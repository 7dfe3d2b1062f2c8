/** Text to copy: commands that call a login, and short programs that check a token. Pure; the secrets come in and go out as they are. */

/** One argument of a POSIX shell, whatever is in it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A variable of the shell as a part of a JSON text, with the quotes and backslashes in it escaped. It stands between two
 * pieces in single quotes.
 */
export const shellJson = (variable: string): string =>
  `"$(printf %s "$${variable}" | sed 's/["\\\\]/\\\\&/g')"`;

/** The command for a JSON request. The body is one argument, so no shell looks inside it. */
export function curlPost(base: string, path: string, body: Record<string, string>): string {
  return [
    `curl ${base}${path}`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${shellQuote(JSON.stringify(body))}`,
  ].join(' \\\n');
}

export function curlVerify(base: string, token: string): string {
  return [`curl -i ${base}/verify`, `  -H ${shellQuote(`Authorization: Bearer ${token}`)}`].join(' \\\n');
}

/** The variable the programs read, so that a copied program holds no secret. */
export const secretVariable = 'LATCHKEY_SIGNING_SECRET';

export function exportSecret(secret: string): string {
  return `export ${secretVariable}=${shellQuote(secret)}`;
}

type Language = 'python' | 'node' | 'go';

export interface Program {
  language: Language;
  label: string;
  file: string;
  /** What has to be there before it runs; empty where nothing has. */
  install: string;
  /** How to run it; the token is its argument. */
  run: string;
  code: string;
}

/**
 * Each takes the token as its argument and the signing secret from the environment, names the one algorithm it
 * accepts, and refuses a token that is past its time.
 */
export const programs: readonly Program[] = [
  {
    language: 'python',
    label: 'Python',
    file: 'verify.py',
    install: 'pip install pyjwt',
    run: 'python3 verify.py',
    code: `import os, sys, jwt

key = os.environ["${secretVariable}"]
claims = jwt.decode(sys.argv[1], key, algorithms=["HS384"], options={"require": ["exp"]})
print(claims["uid"], claims["ar"])`,
  },
  {
    language: 'node',
    label: 'Node',
    file: 'verify.mjs',
    install: '',
    run: 'node verify.mjs',
    code: `import { createHmac, timingSafeEqual } from 'node:crypto'
const [head, body, signature] = process.argv[2].split('.')
const mac = createHmac('sha384', process.env.${secretVariable}).update(head + '.' + body).digest()
const claims = timingSafeEqual(mac, Buffer.from(signature, 'base64url')) && JSON.parse(Buffer.from(body, 'base64url'))
console.log(claims.exp > Date.now() / 1000 ? claims : 'refused')`,
  },
  {
    language: 'go',
    label: 'Go',
    file: 'verify.go',
    install: 'go get github.com/golang-jwt/jwt/v5',
    run: 'go run verify.go',
    code: `package main

import (
	"fmt"
	"os"

	"github.com/golang-jwt/jwt/v5"
)

func main() {
	key := []byte(os.Getenv("${secretVariable}"))
	token, err := jwt.Parse(os.Args[1], func(*jwt.Token) (any, error) { return key, nil },
		jwt.WithValidMethods([]string{"HS384"}), jwt.WithExpirationRequired())
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println(token.Claims)
}`,
  },
];
