export { firstTraits, scoresOf, secondTraits } from '../../main/services/extract/article-body.ts';
export { pageOf } from '../../main/services/extract/html.ts';
