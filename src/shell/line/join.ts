// How the lines of one command become one line of history (cmdhist; bashhist.c's history_delimiting_chars).

/** `before`: the lines so far, as shown; `raw`: as typed, each with its newline. */
export function joinLines(before: string, line: string, raw: string): string {
  if (before.endsWith('\\') && !before.endsWith('\\\\')) return before.slice(0, -1) + line;
  if (insideQuotes(raw) || /<<-?\s*\S/.test(raw)) return `${before}\n${line}`;
  const last = before.trimEnd();
  if (
    /(^|[\s;|&({])(do|then|else|elif|if|while|until|in|\{|!)$/.test(last) ||
    /(\|\|?|&&|[;&({|]|\)\s*)$/.test(last) ||
    last === ''
  )
    return `${before} ${line.trimStart()}`;
  return `${before}; ${line.trimStart()}`;
}

function insideQuotes(text: string): boolean {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\' && quote !== "'") i++;
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}
