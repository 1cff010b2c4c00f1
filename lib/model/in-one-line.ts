/** The name and the message of an error in one line, cut after `most` characters. */
export function inOneLine(error: unknown, most = Number.POSITIVE_INFINITY): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
