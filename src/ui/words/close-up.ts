// Takes out blanks that were typed between Chinese and Latin: the style sheet sets the gap there, and a thinner one.

const HAN = '[\\u3000-\\u303f\\u4e00-\\u9fff\\uff00-\\uffef]';
const BLANKS = new RegExp(`(?<=${HAN}) +(?=\\S)|(?<=\\S) +(?=${HAN})`, 'g');

export const closeUp = (text: string): string => text.replace(BLANKS, '');
