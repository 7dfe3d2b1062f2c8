/** What is used of Swagger UI, whose bundle is a file of its own and puts one function on the window. */
interface SwaggerOptions {
  domNode: Element;
  url?: string;
  spec?: object;
  validatorUrl: null;
  deepLinking: boolean;
  docExpansion: 'list' | 'none';
  defaultModelsExpandDepth: number;
  displayRequestDuration: boolean;
  persistAuthorization: boolean;
  tryItOutEnabled: boolean;
  syntaxHighlight: { activated: boolean };
  requestSnippetsEnabled: boolean;
  onComplete?: () => void;
}

declare global {
  interface Window {
    SwaggerUIBundle?: (options: SwaggerOptions) => unknown;
  }
}

type Description = { url: string } | { spec: object };

/** Shows the description with Try it out, which asks the place the page came from and nobody else. */
export function showReference(domNode: Element, description: Description, onComplete?: () => void): void {
  if (!window.SwaggerUIBundle) throw new Error('swagger-ui-bundle.js was not loaded');
  window.SwaggerUIBundle({
    domNode,
    ...description,
    // The default would send the description to a validator on the internet.
    validatorUrl: null,
    deepLinking: false,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    // A token that somebody typed is gone with the page.
    persistAuthorization: false,
    tryItOutEnabled: false,
    // Its colours come as styles of one theme, on every word.
    syntaxHighlight: { activated: false },
    requestSnippetsEnabled: false,
    ...(onComplete && { onComplete }),
  });
}

let loading: Promise<void> | undefined;

/** Brings the bundle and its styles, once, when somebody looks at the reference. */
export function loadSwagger(): Promise<void> {
  loading ??= new Promise<void>((done, fail) => {
    const styles = document.createElement('link');
    styles.rel = 'stylesheet';
    styles.href = './docs/swagger-ui.css';
    // Before ours, which must win.
    document.head.prepend(styles);
    const script = document.createElement('script');
    script.src = './docs/swagger-ui-bundle.js';
    script.onload = () => done();
    script.onerror = () => {
      loading = undefined;
      script.remove();
      fail(new Error('swagger-ui-bundle.js cannot be loaded'));
    };
    document.head.append(script);
  });
  return loading;
}
