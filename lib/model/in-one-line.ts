/** An error in one line of at most so many characters, with its name. */
export function inOneLine(error: unknown, most = Number.POSITIVE_INFINITY): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
