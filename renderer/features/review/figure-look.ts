import type { AgreementReport, Figure, Measure, Scope } from '#shared/agreement/report.ts';
import { formatFigure } from '#shared/agreement/words.ts';

/** “.77–.85”; empty where there is none. */
export const intervalText = ({ interval }: Figure): string =>
  interval === null ? '' : `${formatFigure(interval.low)}–${formatFigure(interval.high)}`;

/** The few figures above the text, in their order: of which scope, and what they are called there. */
const strip: readonly { measure: Measure; name: string; of: 'pooled' | 'layer'; note?: string }[] = [
  { measure: 'f1-strict', name: 'Span F1, strict', of: 'pooled' },
  { measure: 'f1-partial', name: 'Span F1, partial', of: 'pooled' },
  { measure: 'u-alpha', name: 'uα', of: 'layer' },
  { measure: 'speaker-kappa', name: 'Speaker, matched', of: 'pooled', note: 'κ' },
  { measure: 'stance-alpha-ordinal', name: 'Stance, matched', of: 'pooled', note: 'α ordinal' },
  { measure: 'target-kappa', name: 'Target, matched', of: 'pooled', note: 'κ' },
];

export interface StripFigure {
  figure: Figure;
  name: string;
  note: string | undefined;
  /** The layer that it is of, if it is of one. */
  layer: string | null;
}

/**
 * The figures that stand above the text.
 * @param main the layer that the codebook has first
 */
export function stripFigures(report: AgreementReport, main: { id: string; name: string }): StripFigure[] {
  const layer = report.layers.find((scope) => scope.layer === main.id);
  return strip.flatMap(({ measure, name, of, note }): StripFigure[] => {
    const scope = of === 'layer' ? layer : report.pooled;
    const figure = figureOf(scope, measure);
    if (figure === undefined) return [];
    return [
      {
        figure,
        name: of === 'layer' ? `${name} ${main.name.toLowerCase()}` : name,
        note,
        layer: of === 'layer' ? main.id : null,
      },
    ];
  });
}

export const figureOf = (scope: Scope | undefined, measure: Measure): Figure | undefined =>
  scope?.figures.find((figure) => figure.measure === measure);
