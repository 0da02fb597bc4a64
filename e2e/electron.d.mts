export function findElectron(): { dist: string; program: string } | { why: string };
export function hasDisplay(): boolean;
