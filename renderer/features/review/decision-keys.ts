/** Letters that take a side's span, in the order in which the sides are shown; none of them does anything else here. */
const letters = 'ABCDFIMQVWYZ';

/** The key that takes what a side marked; undefined beyond the twelfth side. */
export const letterOf = (number: number): string | undefined => letters[number - 1];
