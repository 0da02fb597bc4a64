import { v7 } from 'uuid';

/**
 * `s`: span, `p`: speaker, `t`: target, `r`: rejection, `d`: decision, `m`: comment, `b`: word on a block, `q`: saved
 * search, `c`: change, `g`: gesture.
 */
export type IdPrefix = 's' | 'p' | 't' | 'r' | 'd' | 'm' | 'b' | 'q' | 'c' | 'g';

/** A new id, e.g. `s_019…`: unique on every machine, and later ones sort after earlier ones. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${v7()}`;
