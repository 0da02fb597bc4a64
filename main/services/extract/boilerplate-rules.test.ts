import { expect, test } from 'vitest';
import { isBoilerplateLine, opensLinks } from './boilerplate-rules.ts';

test.each([
  'Suscríbete a nuestro boletín',
  'Compartir en Facebook',
  'Utilizamos cookies propias y de terceros para mejorar su experiencia.',
  'Fehler gefunden? Jetzt melden.',
  'Kommentar schreiben',
  'Réagir à cet article',
  'Article réservé aux abonnés',
  '뉴스레터 구독하기',
  'メールマガジンに登録する',
  '当サイトではクッキーを使用しています。',
])('%s: no part of an article', (line) => {
  expect(isBoilerplateLine(line)).toBe(true);
});

test.each(['Lee también', 'Noticias relacionadas', 'Lo más leído', 'Temas'])('%s: links follow', (line) => {
  expect(opensLinks(line)).toBe(true);
});

test.each([
  'Recibe con los brazos abiertos a quien llega, dijo el alcalde.',
  'Fehler in der Verwaltung haben dazu geführt, dass niemand die Akten las, sagte sie.',
  'Réagir vite, c’est ce que demande l’opposition depuis des mois.',
  'Compartir el agua es compartir la vida, dijo la ministra.',
  '会員登録を巡る問題で、同社の社長は十二日に記者会見を開き、すべての利用者に謝罪したうえで、原因の究明を急ぐと述べ、再発を防ぐ仕組みを年内に整えると約束した。',
])('%s: the article’s own words', (line) => {
  expect(isBoilerplateLine(line)).toBe(false);
});
