// The repository keeps its own rules: layers, purity, sizes, registries, and documents that are current.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const LAYERS = ['base', 'sim', 'net', 'ipvs', 'host', 'shell', 'lab', 'scene', 'ui'];
const PURE = LAYERS.filter((layer) => layer !== 'ui');

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );
const sources = walk('src').filter((file) => /\.(ts|svelte)$/.test(file));
const text = (file: string) => readFileSync(file, 'utf8');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** A file as TypeScript reads it; of a component, what is in its scripts. */
const parsed = new Map<string, ts.SourceFile>();
function parse(file: string): ts.SourceFile {
  let tree = parsed.get(file);
  if (!tree) {
    const code = file.endsWith('.svelte')
      ? [...text(file).matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((script) => script[1]).join('\n')
      : text(file);
    parsed.set(file, (tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true)));
  }
  return tree;
}

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}

/** A file's tokens where they stand, and blanks in the place of comments. */
function codeOf(file: string): string {
  const tree = parse(file);
  const code = new Array<string>(tree.text.length).fill(' ');
  const copy = (node: ts.Node): void => {
    const children = node.getChildren(tree);
    if (children.length > 0) return children.forEach(copy);
    for (let at = node.getStart(tree); at < node.end; at++) code[at] = tree.text[at]!;
  };
  copy(tree);
  return code.join('');
}

const isTypeOnlyImport = (clause: ts.ImportClause | undefined): boolean =>
  clause !== undefined &&
  (clause.isTypeOnly ||
    (!clause.name &&
      clause.namedBindings !== undefined &&
      ts.isNamedImports(clause.namedBindings) &&
      clause.namedBindings.elements.length > 0 &&
      clause.namedBindings.elements.every((element) => element.isTypeOnly)));

/** Static and dynamic imports of a file that lead to a file of ours. */
function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (where: ts.Node | undefined, typeOnly: boolean): void => {
    if (!where || !ts.isStringLiteralLike(where) || !where.text.startsWith('.')) return;
    found.push({ from: file, to: relative('.', resolve(dirname(file), where.text)), typeOnly });
  };
  visitAll(parse(file), (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
  });
  return found;
}

const imports = sources.flatMap(importsOf);
const layerOf = (file: string): string | undefined => LAYERS.find((layer) => file.startsWith(`src/${layer}/`));

describe('layers', () => {
  /** The door is types: it names what higher layers implement (`Sys.ipvs()`, the event kinds), and nothing runs upwards. */
  const isType = ({ typeOnly }: Import) => typeOnly;

  test('imports follow base ← sim ← net ← ipvs ← host ← shell ← lab ← scene ← ui', () => {
    const wrong = imports.filter((each) => {
      const from = layerOf(each.from);
      const to = layerOf(each.to);
      return from && to && LAYERS.indexOf(to) > LAYERS.indexOf(from) && !isType(each);
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('nothing in the layers imports an entry point or build code', () => {
    const wrong = imports.filter(({ from, to }) => layerOf(from) && layerOf(from) !== 'ui' && !layerOf(to));
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('every relative import names a file that exists', () => {
    expect(
      imports.filter(({ to }) => !existsSync(to.replace(/\?.*$/, ''))).map(({ from, to }) => `${from} → ${to}`),
    ).toEqual([]);
  });

  test('there are no import cycles', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      const at = path.indexOf(file);
      if (at >= 0) cycles.push([...path.slice(at), file].join(' → '));
      if (at >= 0 || done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('every source file is reached from an entry point', () => {
    const reached = new Set<string>();
    const reach = (file: string): void => {
      if (reached.has(file) || !existsSync(file) || !statSync(file).isFile()) return;
      reached.add(file);
      for (const { to } of importsOf(file)) reach(to.replace(/\?.*$/, ''));
    };
    for (const entry of [
      ...walk('src/cli'),
      ...readdirSync('src')
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `src/${name}`),
      'vite.config.ts',
      // Named by a path in vite.config.ts, and read by the compiler alone.
      'src/ui/stub-zlib.ts',
      'src/ui/lesson/virtual.d.ts',
    ])
      reach(entry);
    expect(sources.filter((file) => !reached.has(file))).toEqual([]);
  });
});

describe('purity', () => {
  /** What must not be below the page, and what to use instead. */
  const BANS: readonly (readonly [RegExp, string])[] = [
    [/\bDate\.now\b|\bnew Date\(\)/, 'virtual time: sim.nowUs, sys.epochSeconds'],
    [/\bMath\.random\b/, 'a named stream: sim.prng(name)'],
    [/\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/, 'sim.clock.after'],
    [/\bperformance\.now\b/, 'nothing: speed is measured from outside'],
    [/\bconsole\./, 'a journal event, or what the program prints'],
    [/\bprocess\.(env|exit|stdout)\b/, "the machine's own environment: sys.env"],
    [/from 'node:/, 'the simulated file system'],
    [/\blocaleCompare\b|\btoLocale/, 'comparison by code unit: the same everywhere'],
  ];

  test.each(BANS.map(([pattern, instead]) => [pattern.source, instead, pattern] as const))(
    'below ui nobody uses %s (instead: %s)',
    (_, __, pattern) => {
      const users = sources
        .filter((file) => PURE.includes(layerOf(file) ?? ''))
        .filter((file) => pattern.test(codeOf(file)));
      expect(users).toEqual([]);
    },
  );

  test('async is only where the outside is asked: the lab, its checks and sessions, and the text utilities', () => {
    const allowed = /^src\/(lab\/(lab|contract)\.ts|lab\/(check|session)\/|shell\/just-bash\/|sim\/process\.ts)/;
    const users = sources
      .filter((file) => PURE.includes(layerOf(file) ?? '') && !allowed.test(file))
      .filter((file) => /\basync\b|\bawait\b|\bPromise\b/.test(codeOf(file)));
    expect(users).toEqual([]);
  });
});

describe('sizes', () => {
  /** Longer than 400 lines, each with its reason. */
  const LONG: Readonly<Record<string, string>> = {};

  test('no file is longer than 400 lines without a reason', () => {
    const long = sources.filter((file) => text(file).split('\n').length > 401 && !(file in LONG));
    expect(long).toEqual([]);
  });

  /** Functions longer than 60 lines, each with its reason. */
  const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
    'src/shell/cmd/curl/settings.ts take': 'one case an option',
    'src/shell/cmd/nc/relay.ts relay': "netcat's one loop over both directions, which share all of its variables",
  };

  test('no function is longer than 60 lines without a reason', () => {
    const long: string[] = [];
    for (const file of sources.filter((each) => each.endsWith('.ts'))) {
      const tree = parse(file);
      const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
      visitAll(tree, (node) => {
        if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
        if (line(node.end) - line(node.getStart(tree)) < 60) return;
        const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
        const name = `${file} ${named?.getText(tree) ?? 'function'}`;
        if (!(name in LONG_FUNCTIONS)) long.push(`${name}: ${line(node.end) - line(node.getStart(tree)) + 1} lines`);
      });
    }
    expect(long).toEqual([]);
  });

  test('no component is longer than 150 lines of script and markup', () => {
    const long = sources.filter(
      (file) =>
        file.endsWith('.svelte') &&
        text(file)
          .replace(/<style[\s\S]*<\/style>/, '')
          .split('\n').length > 151,
    );
    expect(long).toEqual([]);
  });
});

describe('introductions', () => {
  test('every source file begins by saying what it is', () => {
    expect(sources.filter((file) => !/^(\/\/|\/\*|<!--|<script[^>]*>\s*\/\/)/.test(text(file)))).toEqual([]);
  });
});

describe('README', () => {
  const commands = [...text('README.md').matchAll(/(?:^ {4}|`)(?:[A-Z_]+=\S+ )*npm (run (?:-s )?)?([a-z:-]+)/gm)];
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

  test('each of its commands is a script of package.json, and each script has its command', () => {
    const named = [...new Set(commands.map((match) => match[2]!))];
    expect(named.toSorted()).toEqual(Object.keys(scripts).toSorted());
  });

  test('what npm runs without "run" are the names that npm knows by itself', () => {
    const bare = commands.filter((match) => match[1] === undefined).map((match) => match[2]);
    expect(bare.filter((name) => name !== 'start' && name !== 'test')).toEqual([]);
  });

  test('every file that a script runs exists', () => {
    const files = Object.values(scripts).flatMap((script) => script.match(/\S+\.m?[jt]s\b/g) ?? []);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('registries', () => {
  const folders = (path: string) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);

  test('shell/cmd/registry.ts imports every command folder', () => {
    const registry = text('src/shell/cmd/registry.ts');
    expect(folders('src/shell/cmd').filter((name) => !registry.includes(`./${name}/`))).toEqual([]);
  });

  test('ipvs/sched/index.ts imports every scheduler file', () => {
    const index = text('src/ipvs/sched/index.ts');
    const files = readdirSync('src/ipvs/sched').filter((name) =>
      /\bScheduler(<.*>)? = \{|: Scheduler\b.*=>/.test(
        text(join('src/ipvs/sched', name)).replace(/interface[\s\S]*?\n\}/g, ''),
      ),
    );
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((name) => !index.includes(`./${name}`))).toEqual([]);
  });

  test('lab/check/kinds.ts has every kind of CheckKinds', () => {
    const kinds = [
      .../interface CheckKinds \{([\s\S]*?)\n\}/.exec(text('src/lab/check/check.ts'))![1]!.matchAll(/^ {2}(\w+): \{/gm),
    ].map((match) => match[1]!);
    const listed = /export const KINDS[^=]*= \{([\s\S]*?)\};/.exec(text('src/lab/check/kinds.ts'))![1]!;
    expect(kinds.filter((kind) => !new RegExp(`\\b${kind}\\b`).test(listed))).toEqual([]);
  });
});

describe('sessions', () => {
  test('not-yet.json names sessions that exist, each with what it still lacks', () => {
    const list = JSON.parse(text('test/sessions/not-yet.json')) as Record<string, string>;
    for (const [name, lacks] of Object.entries(list)) {
      expect(existsSync(`test/sessions/${name}.session`), name).toBe(true);
      expect(lacks.length, name).toBeGreaterThan(20);
    }
  });
});

describe('the built page', () => {
  test('no source names an address of another origin but in links that a person clicks', () => {
    const users = sources.filter((file) => /\b(src|href|url\(|fetch\()\s*=?\s*["'(]https?:\/\//.test(text(file)));
    expect(users).toEqual([]);
  });
});
