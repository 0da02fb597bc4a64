import './no-eval.ts';
import '@fontsource-variable/inter';
import '@fontsource-variable/source-serif-4/opsz.css';
import '@fontsource-variable/source-serif-4/opsz-italic.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectHost } from '../data/connect.ts';
import { createSession } from '../data/session.ts';
import { App } from './App.tsx';

const link = connectHost();
const session = createSession(link);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App link={link} session={session} />
  </StrictMode>,
);
