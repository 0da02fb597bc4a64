import { useEffect, useState } from 'react';
import { ReportContext } from '../data/act.ts';
import type { Link } from '../data/connect.ts';
import { SessionProvider } from '../data/hooks.ts';
import { HostProvider } from '../data/host.ts';
import type { Session } from '../data/session.ts';
import { toast } from '../ui/toasts.ts';
import { Interruption } from './Interruption.tsx';
import { Shell } from './Shell.tsx';
import { Toasts } from './Toasts.tsx';
import { useHostOf } from './use-host.ts';

const report = (message: string) => toast(message, { look: 'warning' });

export function App({ link, session }: { link: Link; session: Session }) {
  const { host, state } = useHostOf(link, session);
  const patient = useAfter(1500, host === undefined && state === 'connecting');

  if (host === undefined) {
    if (state === 'refused') return <Interruption why="refused" />;
    return patient ? <Interruption why="slow" /> : null;
  }
  return (
    <HostProvider host={host}>
      <SessionProvider session={session}>
        <ReportContext value={report}>
          <Shell linkState={state} />
          <Toasts />
        </ReportContext>
      </SessionProvider>
    </HostProvider>
  );
}

/** True once `waiting` has been so for this long. */
function useAfter(milliseconds: number, waiting: boolean): boolean {
  const [after, setAfter] = useState(false);
  useEffect(() => {
    setAfter(false);
    if (!waiting) return;
    const timer = setTimeout(() => setAfter(true), milliseconds);
    return () => clearTimeout(timer);
  }, [waiting, milliseconds]);
  return after;
}
