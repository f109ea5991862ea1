// The line that shows our map in another page.

/** What fits into a column of text. */
const FRAME = { width: 800, height: 560 };

export function frameOf(source: string, title: string): string {
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const { width, height } = FRAME;
  return `<iframe src="${escaped(source)}" title="${escaped(title)}" width="${width}" height="${height}" loading="lazy" allow="fullscreen"></iframe>`;
}
