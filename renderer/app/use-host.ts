import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CallResult, Settings } from '#shared/contract/contract.ts';
import type { Link, LinkState } from '../data/connect.ts';
import type { Host, SettingsChange } from '../data/host.ts';
import type { Session } from '../data/session.ts';
import { applyLook } from './theme.ts';

/** Asks main what it is and for the settings; undefined until it has answered. */
export function useHostOf(link: Link, session: Session): { host: Host | undefined; state: LinkState } {
  const [state, setState] = useState(link.state);
  const [info, setInfo] = useState<CallResult<'host.info'>>();
  const [settings, setSettings] = useState<Settings>();

  useEffect(() => {
    const ask = async () => {
      const [info, settings] = await Promise.all([link.call('host.info'), link.call('settings.read')]);
      applyLook(settings);
      setInfo(info);
      setSettings(settings);
    };
    const told = (next: LinkState) => {
      setState(next);
      if (next === 'open') ask().catch((error) => console.error('Main did not say what it is', error));
    };
    told(link.state);
    return link.onState(told);
  }, [link]);

  const changeSettings = useCallback(
    async (change: SettingsChange) => {
      const changed = await link.call('settings.change', change);
      applyLook(changed);
      setSettings(changed);
      session.annotatorChanged(changed.annotator);
    },
    [link, session],
  );

  const host = useMemo(
    () => info && settings && { link, info, settings, changeSettings },
    [link, info, settings, changeSettings],
  );
  return { host, state };
}
