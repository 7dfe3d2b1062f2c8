import './app/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startTexts } from './i18n';
import { followSystem } from './theme/scheme';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

followSystem();
await startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
