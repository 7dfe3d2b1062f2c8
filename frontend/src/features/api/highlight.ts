import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import http from 'highlight.js/lib/languages/http';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import nginx from 'highlight.js/lib/languages/nginx';
import python from 'highlight.js/lib/languages/python';

const languages = { bash, go, http, javascript, json, nginx, python };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** The code as HTML, its words in classes; whatever is in the code is escaped. */
export function highlight(code: string, language: string): string | null {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : null;
}
