// Whoever clicks through a lesson's commands from top to bottom, scene by scene, is never told that something does not exist.

import { describe, expect, it } from 'vitest';
import { createLab } from '../../src/lab/lab.ts';
import { loadLessons } from '../../src/lesson-plugin/load.ts';
import type { Block, Step } from '../../src/ui/lesson/compiled.ts';
import { runSteps } from '../../src/ui/state/run-steps.ts';

const { lessons, scenes } = await loadLessons('lessons');

const stepsOf = (blocks: readonly Block[]): Step[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'commands') return block.commands.map(({ text }) => ({ host: block.host, command: text }));
    if (block.kind === 'html') return [];
    const own = block.name === 'try' ? [{ host: String(block.props.host), command: String(block.props.command) }] : [];
    return [...own, ...stepsOf(block.blocks)];
  });

describe.each(lessons)('$slug', ({ heads, slides }) => {
  it('has the same commands in both languages', () => {
    expect(slides.en.map((slide) => stepsOf(slide.blocks))).toEqual(slides.zh.map((slide) => stepsOf(slide.blocks)));
  });

  it.each([...new Set(heads.map(({ scene }) => scene))])('its commands work in %s', async (key) => {
    const scene = scenes.get(key)!;
    const lab = createLab({ topology: scene.topology, seed: 1, log: [] });
    const steps = slides.zh.filter((_, index) => heads[index]!.scene === key).flatMap((slide) => stepsOf(slide.blocks));
    await runSteps(lab, [...scene.start, ...steps]);
    for (const host of lab.hosts) {
      expect(lab.terminal(host).output).not.toMatch(/not in this simulator|command not found|No such file/);
      expect(lab.terminal(host).atPrompt).toBe(true);
    }
  });
});
