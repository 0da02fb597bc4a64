import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { CallResult, Settings } from '#shared/contract/contract.ts';
import type { Link } from './connect.ts';

/** What surrounds the session: the way to main, what the app runs in, and this machine's settings. */
export interface Host {
  link: Link;
  info: CallResult<'host.info'>;
  settings: Settings;
  changeSettings(change: SettingsChange): Promise<void>;
}

export type SettingsChange = Partial<Pick<Settings, 'theme' | 'textSize'>> & {
  annotator?: Pick<Settings['annotator'], 'name' | 'initials'>;
  forget?: string;
};

const HostContext = createContext<Host | null>(null);

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  return createElement(HostContext.Provider, { value: host }, children);
}

export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === null) throw new Error('No HostProvider around this component');
  return host;
}
