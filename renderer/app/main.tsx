import './no-eval.ts';
import '@fontsource-variable/inter';
import '@fontsource-variable/source-serif-4/opsz.css';
import '@fontsource-variable/source-serif-4/opsz-italic.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { FiguresProvider } from '../agreement/context.ts';
import { createFigures } from '../agreement/figures.ts';
import { connectHost } from '../data/connect.ts';
import { startLearning } from '../data/learning.ts';
import { createSession } from '../data/session.ts';
import { SuggestingProvider } from '../suggest/context.ts';
import { startSuggesting } from '../suggest/start-suggesting.ts';
import { toast } from '../ui/toasts.ts';
import { startWorker } from '../workers/start-worker.ts';
import { App } from './App.tsx';

const link = connectHost();
const session = createSession(link);
const suggesting = startSuggesting(session, (message) => toast(message, { look: 'warning' }));
startLearning(session);
const figures = createFigures(() => startWorker('figures'));
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const app = createRoot(root);
// Lines must not break anew under the reader's eyes: the fonts are here, and are waited for a moment.
void Promise.race([
  Promise.allSettled(
    ['18px "Source Serif 4 Variable"', '13px "Inter Variable"'].map((font) => document.fonts.load(font)),
  ),
  new Promise((resolve) => setTimeout(resolve, 300)),
]).then(() =>
  app.render(
    <StrictMode>
      <SuggestingProvider value={suggesting}>
        <FiguresProvider value={figures}>
          <App link={link} session={session} />
        </FiguresProvider>
      </SuggestingProvider>
    </StrictMode>,
  ),
);
