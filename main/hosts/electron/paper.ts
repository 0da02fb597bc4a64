/** Countries that print on Letter, after Unicode's CLDR (territories with the paper size US-Letter). */
const letter = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** The paper that people print on in a country (ISO 3166, empty when it is not known). */
export const paperOf = (country: string): 'A4' | 'Letter' => (letter.has(country.toUpperCase()) ? 'Letter' : 'A4');
