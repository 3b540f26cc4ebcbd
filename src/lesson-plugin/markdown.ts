// A piece of lesson Markdown → blocks: html, and the command blocks (```sh host=svr1) cut out of it. Highlighting happens
// here, at build time, with colours as CSS variables (--code-…), so that nothing of shiki reaches the browser.

import createMarkdown, { type MarkdownIt } from 'markdown-it';
import { createCssVariablesTheme, createHighlighter, type Highlighter } from 'shiki';
import type { Block, CommandLine } from '../ui/lesson/compiled.ts';
import type { Reporter } from './problem.ts';

const THEME = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--code-' });

let highlighter: Promise<Highlighter> | undefined;

/** What a lesson may refer to, so that a wrong name is found here and not by a learner. */
export interface Known {
  readonly terms: ReadonlySet<string>;
  /** Hosts of the slide's scene. */
  readonly hosts: ReadonlySet<string>;
}

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

export class LessonMarkdown {
  readonly #md: MarkdownIt;
  readonly #shiki: Highlighter;

  static async create(): Promise<LessonMarkdown> {
    return new LessonMarkdown(await (highlighter ??= createHighlighter({ themes: [THEME], langs: ['shellscript'] })));
  }

  constructor(shiki: Highlighter) {
    this.#shiki = shiki;
    this.#md = new createMarkdown({ html: false, linkify: false, typographer: false });
    this.#md.renderer.rules.fence = (tokens, at) => this.#fence(tokens[at]!.info.trim(), tokens[at]!.content);
    // A wide table scrolls by itself; the slide never does sideways.
    this.#md.renderer.rules.table_open = () => '<div class="table"><table>';
    this.#md.renderer.rules.table_close = () => '</table></div>';
    this.#addTerms();
  }

  /** `firstLine`: the line of the file (from 1) on which `source` begins. */
  blocks(source: string, firstLine: number, known: Known, report: Reporter): Block[] {
    const env = { known, report, firstLine, line: firstLine };
    const tokens = this.#md.parse(source, env);
    const blocks: Block[] = [];
    let pending: typeof tokens = [];
    const flush = () => {
      const html = this.#md.renderer.render(pending, this.#md.options, env);
      if (html.includes('[[')) report.report(firstLine, '[[term]] or [[term:words]]', /\[\[[^<]{0,30}/.exec(html)![0]);
      if (html.trim()) blocks.push({ kind: 'html', html });
      pending = [];
    };
    for (const token of tokens) {
      const line = firstLine + (token.map?.[0] ?? 0);
      const fence = token.type === 'fence' ? /^sh\s+(.*)$/.exec(token.info.trim()) : null;
      if (!fence) {
        pending.push(token);
        continue;
      }
      const host = /^host=([\w-]+)$/.exec(fence[1]!)?.[1];
      if (!host) report.report(line, '```sh host=NAME', `\`\`\`${token.info}`);
      else if (!known.hosts.has(host))
        report.report(line, `a host of the scene (${[...known.hosts].join(', ')})`, host);
      else if (token.level > 0) report.report(line, 'commands outside of lists and quotations', 'commands inside');
      else {
        flush();
        blocks.push({ kind: 'commands', host, commands: this.commands(token.content) });
      }
    }
    flush();
    return blocks;
  }

  inline(source: string, line: number, known: Known, report: Reporter): string {
    return this.#md.renderInline(source, { known, report, firstLine: line });
  }

  /** The commands of a fence; one that ends in a backslash goes on in the next line. */
  commands(content: string): CommandLine[] {
    const commands: string[] = [];
    for (const line of content.split('\n')) {
      const last = commands.at(-1);
      if (last?.endsWith('\\')) commands[commands.length - 1] = `${last}\n${line}`;
      else if (line.trim()) commands.push(line);
    }
    return commands.map((text) => ({ text, html: this.#highlight(text) }));
  }

  #highlight(text: string): string {
    const { tokens } = this.#shiki.codeToTokens(text, { lang: 'shellscript', theme: 'tokens' });
    return tokens
      .map((line) =>
        line
          .map(({ content, color }) =>
            color && !color.includes('foreground')
              ? `<span style="color:${color}">${escapeHtml(content)}</span>`
              : escapeHtml(content),
          )
          .join(''),
      )
      .join('\n');
  }

  #fence(info: string, content: string): string {
    const body = info === 'sh' ? this.#highlight(content.replace(/\n$/, '')) : escapeHtml(content.replace(/\n$/, ''));
    return `<pre class="listing" tabindex="0"><code>${body}</code></pre>`;
  }

  /** `[[VIP]]` and `[[VIP:the address]]`: a term of the glossary. (No `|`, which is a table's.) */
  #addTerms(): void {
    this.#md.inline.ruler.before('link', 'term', (state, silent) => {
      const term = /^\[\[([^\]:]+)(?::([^\]]+))?\]\]/.exec(state.src.slice(state.pos, state.pos + 120));
      if (!term) return false;
      if (!silent) {
        const { known, report, firstLine } = state.env as { known: Known; report: Reporter; firstLine: number };
        const key = term[1]!;
        if (!known.terms.has(key)) report.report(firstLine, `a term of lessons/+glossary.json`, key);
        const token = state.push('html_inline', '', 0);
        token.content = `<button type="button" class="term" data-term="${escapeHtml(key)}">${escapeHtml(term[2] ?? key)}</button>`;
      }
      state.pos += term[0].length;
      return true;
    });
  }
}
