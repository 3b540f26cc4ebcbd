import { expect, it } from 'vitest';
import { loadLessons } from '../../src/lesson-plugin/load.ts';

it('the project’s own lessons are right', async () => {
  const { lessons } = await loadLessons('lessons');
  expect(lessons.map(({ slug }) => slug)).toContain('13-lvs-nat');
});
