// Reads a unit file, after systemd.unit(5), systemd.service(5): sections, assignments, comments, continued lines, quoted words of a
// command line. Only the directives below mean something here; others are read and left alone.

export interface Unit {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly documentation: readonly string[];
  readonly type: 'simple' | 'notify' | 'oneshot';
  readonly remainAfterExit: boolean;
  readonly start: readonly UnitCommandLine[];
  readonly stop: readonly UnitCommandLine[];
  readonly reload: readonly UnitCommandLine[];
  /** Has an [Install] section that wants it somewhere. */
  readonly installable: boolean;
}

export interface UnitCommandLine {
  readonly argv: readonly string[];
  /** A leading `-`: failing is no failure. */
  readonly mayFail: boolean;
}

export function parseUnitFile(name: string, path: string, text: string): Unit {
  const values = assignments(text);
  const last = (key: string) => values.get(key)?.at(-1);
  const lines = (key: string) => (values.get(key) ?? []).map(parseCommandLine);
  const type = last('Service.Type');
  return {
    name,
    path,
    description: last('Unit.Description') ?? name,
    documentation: (values.get('Unit.Documentation') ?? []).flatMap((list) => list.split(/\s+/)),
    type: type === 'oneshot' || type === 'notify' ? type : 'simple',
    remainAfterExit: /^(yes|true|on|1)$/i.test(last('Service.RemainAfterExit') ?? ''),
    start: lines('Service.ExecStart'),
    stop: lines('Service.ExecStop'),
    reload: lines('Service.ExecReload'),
    installable: values.has('Install.WantedBy'),
  };
}

/** 'Section.Key' → its values in order; an empty assignment forgets those before it. */
function assignments(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  let section = '';
  for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const header = /^\s*\[([^\]]+)\]\s*$/.exec(line);
    if (header) {
      section = header[1]!;
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 0) continue;
    const key = `${section}.${line.slice(0, equals).trim()}`;
    const value = line.slice(equals + 1).trim();
    if (value === '') values.delete(key);
    else values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}

function parseCommandLine(line: string): UnitCommandLine {
  const argv: string[] = [];
  for (const [, double, single, bare] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g))
    argv.push(double?.replace(/\\(.)/g, '$1') ?? single ?? bare!);
  const mayFail = argv[0]?.startsWith('-') ?? false;
  if (mayFail) argv[0] = argv[0]!.slice(1);
  return { argv, mayFail };
}
