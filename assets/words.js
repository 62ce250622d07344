/* Texts of the pages in the reader's language. The document brings `globalThis.__words` before this runs; without it,
   or without the text, the English of the source is shown. */
const HOLE = /\{(\w+)\}/g;

export const __t = (text, values) => {
  const said = globalThis.__words?.[text] ?? text;
  return values ? said.replace(HOLE, (hole, name) => (name in values ? values[name] ?? "" : hole)) : said;
};
