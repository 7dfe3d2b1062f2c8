import './app/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startTexts } from './i18n';
import { mendLanguage } from './platform/language';
import { startZoom } from './theme/zoom';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

mendLanguage();
startZoom();
await startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
