import './app/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient, sessionQuery, statusQuery } from './api/queries';
import { sessionValue } from './api/session';
import { App } from './app/App';
import { bringFirstPage, router } from './app/router';
import { startTexts } from './i18n';
import { host } from './platform';
import { mendLanguage } from './platform/language';
import { keepPage } from './platform/stray';
import { startZoom } from './theme/zoom';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// Every page but the way in asks for these: they are under way while the rest is got ready.
if (sessionValue() !== null || host.can('localOperator')) {
  void queryClient.prefetchQuery(sessionQuery);
  void queryClient.prefetchQuery(statusQuery);
}
mendLanguage();
keepPage();
startZoom();
// What index.html shows until then has done its work.
const unsubscribe = router.subscribe('onRendered', () => {
  unsubscribe();
  document.getElementById('frame')?.remove();
});
// Not awaited up here: WebKit runs a page that imports from this file before a file that awaits has ended.
void startTexts().then(() => {
  bringFirstPage();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
