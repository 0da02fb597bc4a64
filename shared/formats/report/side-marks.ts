import type { ShownSide } from '../../review/words.ts';
import { html, type Markup, type Part } from './markup.ts';

/** So many ways of underlining there are; with more sides they come again. */
const underlines = 5;

/** Words that a side has marked, underlined in the side's way. */
export const underlined = ({ number }: ShownSide, inner: Part): Markup =>
  html`<span class="m${((number - 1) % underlines) + 1}">${inner}</span>`;

/** Where a side's mark begins or ends: a bracket with the side's initials, which is no part of the text. */
export const edge = ({ short }: ShownSide, which: 'open' | 'close'): Markup =>
  html`<span class="edge ${which}" data-side="${short}"></span>`;

/** Words that are left out. */
export const cut: Markup = html`<span class="cut"> […] </span>`;

/** What a row in which sides differ is marked with; every font has it. */
export const differing = '*';

/** What stands after a decision. */
export const standing: Markup = html`<span class="stands"><span class="sign">✓</span> stands</span>`;
